using System.Diagnostics;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The bash script in a real bash, with the command as a function.</summary>
public sealed class CompletionsTests
{
    [Theory]
    [InlineData("agentload li", "list")]
    [InlineData("agentload list ", "strategies")]
    [InlineData("agentload list strategies tree", "tree-of-thoughts")]
    [InlineData("agentload run --bas", "--baseline")]
    [InlineData("agentload tree - slow", "slowest")]
    [InlineData("agentload nothing-of-the-kind", "")]
    public async Task Bash_Completes(string line, string expected)
    {
        using var folder = new EmptyFolder();
        var script = $$"""
            agentload() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "agentload.dll")}}' "$@"; }
            eval "$(agentload completions bash)"
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _agentload
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        using var bash = Process.Start(
            new ProcessStartInfo("bash")
            {
                ArgumentList = { "-c", script },
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
            }
        )!;
        var completed = (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        if (expected.Length == 0)
        {
            completed.ShouldBeEmpty();
        }
        else
        {
            completed.ShouldContain(expected);
        }
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Script_OfOtherShells_AsksTheCommand(string shell)
    {
        using var folder = new EmptyFolder();
        var printed = await AgentLoadProcess.RunAsync(folder.Path, "completions", shell);

        printed.ExitCode.ShouldBe(0);
        printed.Output.ShouldContain("[suggest:");
    }
}

using System.Diagnostics;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The completion scripts in the real shells.</summary>
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
    [InlineData("agentload li", "list")]
    [InlineData("agentload run --strategy mix", "mixture-of-agents")]
    [InlineData("agentload run --slo task.la", "task.latency")]
    public async Task Fish_Completes(string line, string expected)
    {
        using var folder = new EmptyFolder();
        var lines = await RunAsync(
            folder,
            "fish",
            "--no-config",
            "-c",
            $"agentload completions fish > f.fish; source f.fish; complete -C '{line}'"
        );

        lines.ShouldContain(expected);
    }

    [Theory]
    [InlineData("agentload li", "agentload list")]
    [InlineData("agentload run --basel", "agentload run --baseline")]
    [InlineData("agentload run --strategy mix", "agentload run --strategy mixture-of-agents")]
    public async Task Zsh_CompletesOnTab(string line, string expected)
    {
        using var folder = new EmptyFolder();
        folder.Write(
            "tab.zsh",
            $$"""
            zmodload zsh/zpty
            agentload completions zsh > z.zsh
            zpty z zsh -f -i
            until_text() {
              local out x
              repeat 600; do zpty -r -t z x 2>/dev/null && out+=$x || sleep 0.05; [[ $out == *$1* ]] && break; done
              print -r -- "$out"
            }
            zpty -w z "PS1='> '; autoload -U compinit; compinit -u; source ./z.zsh; print REA''DY"
            until_text READY > /dev/null
            zpty -w -n z '{{line}}'$'\t'
            until_text '{{expected}}'
            zpty -d z
            """
        );

        (await RunAsync(folder, "zsh", "-f", "tab.zsh")).ShouldContain(text => text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pwsh_Completes()
    {
        using var folder = new EmptyFolder();
        var lines = await RunAsync(
            folder,
            "pwsh",
            "-NoProfile",
            "-Command",
            "agentload completions pwsh | Out-String | Invoke-Expression; "
                + "(TabExpansion2 'agentload run --basel' 21).CompletionMatches.CompletionText"
        );

        lines.ShouldContain("--baseline");
    }

    /// <summary>Runs a shell with the command on its path. Skips the test if the shell is not installed.</summary>
    private static async Task<string[]> RunAsync(EmptyFolder folder, string shell, params string[] args)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        Assert.SkipUnless(path.Split(Path.PathSeparator).Any(part => File.Exists(Path.Combine(part, shell))), $"{shell} is not installed");
        var command = folder.Write(
            "agentload",
            $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "agentload.dll")}' \"$@\"\n"
        );
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the command is a shell script");
#pragma warning disable CA1416 // Skipped on Windows.
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        using var process = Process.Start(
            new ProcessStartInfo(shell, args)
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["PATH"] = $"{folder.Path}{Path.PathSeparator}{path}", ["HOME"] = folder.Path },
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. (output + await errors).Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
    }
}

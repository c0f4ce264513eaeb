using System.Text.RegularExpressions;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>
/// Every command of the README does what it says. Servers that a reader has are simulated nodes here, and long runs are cut short.
/// </summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Readme_EveryCommand_Works()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0", "--model", "llama3.1:8b", "--profile", "instant");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        var commands = Commands().Where(command => !command.Contains("REDIS", StringComparison.Ordinal)).ToList();
        commands.Count.ShouldBeGreaterThan(5);

        foreach (var command in commands)
        {
            var args = GuideCommands.Args(
                command
                    .Replace("http://HOST:11434", url, StringComparison.Ordinal)
                    .Replace("--duration 5m", "--duration 1s", StringComparison.Ordinal)
                    .Replace("--port 11434", "--port 0", StringComparison.Ordinal),
                _folder.Path
            );
            if (args[0] == "node")
            {
                using var served = AgentLoadProcess.Start(_folder.Path, args);
                (await served.LineAsync("http://")).ShouldContain("Simulated node");
                served.Signal(15);
                (await served.EndAsync()).ExitCode.ShouldBe(0);
                continue;
            }

            var ended = await AgentLoadProcess.RunAsync(_folder.Path, Shortened(args));
            if (args[0] == "sweep" && ended.ExitCode is 98 or 99)
            {
                // On a busy machine the load generator saturates first, or no level meets the SLO. The command reports that, and saves the
                // sweep.
                ended.Output.ShouldContain("sweep.json");
                continue;
            }

            ended.ShouldExit(0);
        }
    }

    [Fact]
    public void Readme_EveryLink_LeadsSomewhere()
    {
        foreach (Match link in LinkForm().Matches(Text))
        {
            var path = Path.Combine(Checkout.Root, link.Groups[1].Value);
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue(link.Value);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Text => File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    /// <summary>The same command with less to do.</summary>
    internal static string[] Shortened(string[] args) =>
        args[0] switch
        {
            "run" when !args.Contains("--duration") && !args.Contains("--tasks") => [.. args, "--tasks", "5"],
            "sweep" => [.. args, "--steps", "1", "--step-time", "1s", "--step-warmup", "500ms"],
            _ => args,
        };

    internal static IEnumerable<string> Commands() =>
        BlockForm()
            .Matches(Text)
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Where(line => line.StartsWith("./agentload ", StringComparison.Ordinal))
            .Select(line => line["./agentload ".Length..]);

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BlockForm();

    [GeneratedRegex(@"\]\((?!http)([^)#]+)\)")]
    private static partial Regex LinkForm();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}

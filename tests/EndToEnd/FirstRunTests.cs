using System.Text.RegularExpressions;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The first run on the user's own server, which has four slots.</summary>
public sealed partial class FirstRunTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OnAServerWithFourSlots_SaysWhatItExpectsAndFits()
    {
        using var node = AgentLoadProcess.Start(
            _folder.Path,
            "node",
            "--port",
            "0",
            "--model",
            "llama3.1:8b",
            "--profile",
            "rtx4090-ollama-8b",
            "--slots",
            "4"
        );
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;

        var run = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--url", url, "--model", "llama3.1:8b", "--tasks", "10");

        run.ShouldExit(0);
        run.All.ShouldMatch(@"Server: [3-5] slots \(probed with \d+ concurrent calls\)");
        run.All.ShouldMatch(@"Run: 10 tasks by \d agents?, about [\d.,k]+ calls and [\d.,kM]+ tokens, about [\d.]+ \w+ \(estimated\)");
        var summary = RunSummaryJson.Read(await File.ReadAllTextAsync(Path.Combine(_folder.OnlyRun, "summary.json")))!;
        summary.Run.Agents.ShouldBeLessThanOrEqualTo(8);
    }

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}

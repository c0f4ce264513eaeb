using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>Processes that may open few files, and more calls at once than that.</summary>
public sealed class OpenFilesTests : IDisposable
{
    private const string Wide = """
        baseline: 0%
        groups: [{name: wide, problem: arithmetic, strategy: {kind: self-consistency, samples: 40}}]
        load: {agents: 20, tasks: 20}
        """;

    private static readonly string[] Few = ["sh", "-c", "ulimit -n 600; exec \"$@\"", "few"];

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_WithMoreCallsThanFiles_HoldsCallsBackLosesNoneAndSaysSo()
    {
        _folder.Write("wide.yaml", Wide);
        using var client = AgentLoadProcess.StartBy(Few, _folder.Path, "run", "wide.yaml");

        var run = await client.EndAsync();

        run.ExitCode.ShouldBe(98, run.All);
        System
            .Text.RegularExpressions.Regex.Replace(run.Output, @"\s+", " ")
            .ShouldContain("(at most 150 concurrent calls per process). Raise the open file limit (ulimit -n)");
        var summary = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
        summary
            .Calls.ByOutcome.Where(outcome => outcome.Value > 0)
            .ShouldAllBe(outcome =>
                outcome.Key == Measurement.Records.CallOutcome.LengthLimited || outcome.Key == Measurement.Records.CallOutcome.Completed
            );
        summary.Client!.QueuedCalls.ShouldNotBeNull().ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(40)]
    public async Task Command_WithHardlyAnyFiles_PrintsOneLine(int files)
    {
        string[] launcher = ["sh", "-c", $"ulimit -n {files}; exec \"$@\"", "few"];
        using var client = AgentLoadProcess.StartBy(launcher, _folder.Path, "run", "--tasks", "1");

        var run = await client.EndAsync();

        (run.ExitCode, run.Output).ShouldBe((1, ""));
        run.Error.Trim()
            .ShouldBe($"agentload: this process may open {files} files, and needs at least 512. Raise the limit: ulimit -n 65536");
    }

    [Fact]
    public async Task Node_WithMoreConnectionsThanFiles_TurnsSomeAwayAndServesOn()
    {
        using var node = AgentLoadProcess.StartBy(Few, _folder.Path, "node", "--port", "0");
        var url = (await node.LineAsync("http://"))
            .Split(' ')
            .First(word => word.StartsWith("http://", StringComparison.Ordinal))
            .TrimEnd(';');
        _folder.Write("wide.yaml", Wide);

        var crowd = await AgentLoadProcess.RunAsync(_folder.Path, "run", "wide.yaml", "--url", url, "--model", "simulated:8b");
        var one = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--url",
            url,
            "--model",
            "simulated:8b",
            "--strategy",
            "direct",
            "--agents",
            "1",
            "--tasks",
            "2"
        );

        crowd.Output.ShouldContain("connection lost");
        node.HasExited.ShouldBeFalse(node.HasExited ? (await node.EndAsync()).All : null);
        one.ShouldExit(0);
    }

    public void Dispose() => _folder.Dispose();
}

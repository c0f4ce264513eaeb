using System.Text.RegularExpressions;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>The search for the knee as its user meets it: what ends it early is said, and what was measured is kept.</summary>
public sealed partial class SweepTests : IDisposable
{
    private static readonly string[] Short = ["--step-time", "1s", "--step-warmup", "200ms", "--strategy", "direct"];

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Sweep_ByAgents_FindsWhatTheSlotsStand()
    {
        // Two slots, two calls at once: a third agent waits in the queue.
        var swept = await SweepAsync(
            "--by",
            "agents",
            "--steps",
            "1,2,8",
            "--set",
            "node.slots=2",
            "--slo",
            "call.server_queue:p50:le:20ms"
        );

        swept.ShouldExit(0);
        swept.Output.ShouldContain("SIMULATED · quickstart: the knee is at 2 agents; 8 no longer meet the SLO");
        swept.Output.ShouldContain("Saturated first: queue");
        swept.Output.ShouldContain("server_queue p50");
        var result = Result();
        (result.Knee, result.FirstFailed, result.Complete, result.Steps.Count).ShouldBe((2, 8, true, 3));
        result.Endpoints.ShouldHaveSingleItem().Simulated.ShouldBeTrue();
        foreach (var step in result.Steps)
        {
            File.Exists(Path.Combine(_folder.OnlyRun, step.Run, "run.db")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Sweep_SloThatNoLevelMeets_EndsSoonAndSaysSo()
    {
        var swept = await SweepAsync(
            "--by",
            "agents",
            "--start",
            "4",
            "--set",
            "node.profile=rtx4090-ollama-8b",
            "--slo",
            "task.latency:p50:le:1ms"
        );

        swept.ShouldExit(99);
        swept.Output.ShouldContain("not even 1 agent meet");
        swept.Output.ShouldContain("Less load does not help", Case.Sensitive, swept.All);
    }

    [Theory]
    [InlineData("call.tpott:p95:le:1s", 2, "Did you mean 'call.tpot'")]
    [InlineData("call.cached_tokens:p95:ge:1", 2, "unknown metric")]
    [InlineData("call.tpot:p95:le:1s", 99, "Nothing was measured for call.tpot:p95:le:1s: no level can meet it")]
    public async Task Sweep_ClauseOnNothing_IsNotMet(string clause, int exitCode, string says)
    {
        // Replies of one token have no time between tokens.
        var swept = await SweepAsync("--by", "agents", "--problem", "open", "--set", "groups[0].options.maxTokens=1", "--slo", clause);

        swept.ShouldExit(exitCode);
        Regex.Replace(swept.All, @"\s+", " ").ShouldContain(says);
    }

    [Theory]
    [InlineData("--agents and --duration would change nothing here", "--agents", "5", "--duration", "1m", "--steps", "1")]
    [InlineData("--start is 1000000; it must be above 0 and at most 100000", "--start", "1000000", "--slo", "task.latency:p95:le:5s")]
    [InlineData("--steps is '1,0'", "--steps", "1,0")]
    [InlineData("--step-time is 'soon'", "--steps", "1", "--step-time", "soon")]
    [InlineData("A sweep needs an SLO to meet")]
    public async Task Sweep_OfNothing_IsSaidAtOnce(string says, params string[] args)
    {
        var swept = await AgentLoadProcess.RunAsync(_folder.Path, ["sweep", "--strategy", "direct", .. args]);

        swept.ExitCode.ShouldBe(2, swept.All);
        swept.Error.ShouldContain(says);
        Directory.Exists(Path.Combine(_folder.Path, "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task Sweep_ServerDiesInTheMiddle_SaysSoAndCountsNothingForIt()
    {
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        using var process = Start(
            "--url",
            url,
            "--model",
            "simulated:8b",
            "--by",
            "agents",
            "--steps",
            "1,2,4",
            "--slo",
            "task.latency:p95:le:5s"
        );
        await process.LineAsync("Step 2");
        node.Signal(9);
        var swept = await process.EndAsync();

        swept.ExitCode.ShouldBe(1, swept.All);
        swept.Output.ShouldContain("no longer answers");
        // A machine that is busy with other tests may spoil the first step.
        var result = Result();
        (result.Knee, result.FirstFailed).ShouldBe((result.Steps[0].Invalid.Count == 0 ? 1 : null, null), swept.All);
    }

    [Fact]
    public async Task Sweep_StoppedByHand_KeepsTheStepsThatWereDone()
    {
        using var process = Start("--by", "agents", "--steps", "1,2,4", "--slo", "task.latency:p95:le:5s");
        await process.LineAsync("Step 2");
        process.Signal(2);
        var swept = await process.EndAsync();

        swept.ExitCode.ShouldBe(1, swept.All);
        swept.Output.ShouldContain("Stopped by hand");
        Result().Steps.ShouldHaveSingleItem().Level.ShouldBe(1);
    }

    [Fact]
    public async Task Sweep_Killed_LeavesTheStepsThatWereDone()
    {
        using var process = Start("--by", "agents", "--steps", "1,2,4");
        await process.LineAsync("Step 2");
        process.Signal(9);
        await process.EndAsync();

        var left = Result();
        (left.Complete, left.Steps.Count).ShouldBe((false, 1));
        var shown = await AgentLoadProcess.RunAsync(_folder.Path, "summary");
        shown.ShouldExit(0);
        shown.Output.ShouldContain("not finished; so far ");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Finished> SweepAsync(params string[] args) => AgentLoadProcess.RunAsync(_folder.Path, ["sweep", .. Short, .. args]);

    private AgentLoadProcess Start(params string[] args) => AgentLoadProcess.Start(_folder.Path, ["sweep", .. Short, .. args]);

    private SweepResult Result() => SweepJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "sweep.json")));

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();
}

using System.Globalization;
using AgentLoad.Client.Commands.Sweep;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Running;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Measurement.Tasks;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace AgentLoad.Client.Tests.Commands.Sweep;

public sealed class SweepVerdictTests
{
    private const string Clause = "task.latency:p95:le:5s";

    [Theory]
    [InlineData("1+ 4+ 16- 5-", 4.0, 5.0, null, "queue")]
    [InlineData("4- 1-", null, 1.0, null, "queue")]
    [InlineData("1+ 4+ 16!", 4.0, null, 16.0, "load generator")]
    [InlineData("1! 4+ 8-", 4.0, 8.0, null, "queue")]
    [InlineData("4+ 16- 5! 5!", 4.0, 16.0, 5.0, "queue")]
    [InlineData("1!", null, null, 1.0, "load generator")]
    [InlineData("1- 1+ 4-", 1.0, 4.0, null, "queue")]
    [InlineData("1+ 1! 4-", 1.0, 4.0, null, "queue")]
    [InlineData("", null, null, null, null)]
    public void Verdict_OfSteps_IgnoresInvalidSteps(string steps, double? knee, double? failed, double? client, string? limitingResource) =>
        SweepVerdict.Of(Steps(steps)).ShouldBe(new SweepVerdict(knee, failed, client, limitingResource));

    [Theory]
    [InlineData("1+ 4+ 5-", "the knee is at 4 tasks/s; 5 no longer meet the SLO", "Known to 25%: both verdicts hold")]
    [InlineData("1+ 4+ 5-?", "the knee is at 4 tasks/s", "the verdict at 5 could be chance")]
    [InlineData(
        "1+ 4+ 16!",
        "at least 4 tasks/s meet the SLO; at 16 the load generator was saturated, not the server",
        "Bottleneck: load generator"
    )]
    [InlineData("1!", "no result for the server", "INVALID")]
    [InlineData(
        "1+ 4+ 16- 5!",
        "the knee lies between 4 and 16 tasks/s",
        "Bottleneck: queue, 16 s of a task's critical path at 16 tasks/s, 4 s at 4"
    )]
    [InlineData("1-", "not even 1 tasks/s meet the SLO", "missed")]
    [InlineData("1+ 2+", "2 tasks/s still meet the SLO; no level failed", "met")]
    public void Text_OfASweep_StatesTheVerdictAndItsConfidence(string steps, string headline, string more)
    {
        var text = Text(Result(Steps(steps)));
        text.ShouldContain($"SIMULATED · demo: {headline}");
        text.ShouldContain(more);
        text.ShouldContain("m at http://gpu (Ollama, simulated, no GPU)");
    }

    [Fact]
    public void Text_ClausesOnOtherMetrics_AddColumns()
    {
        var step = Steps("1+")[0] with
        {
            Slos = [new SloResult("call.ttft:p99:le:800ms", 0.42, 0.8, true, 700, true), new SloResult(Clause, 1, 5, true, 70, true)],
        };
        var text = Text(Result([step]) with { Slos = ["call.ttft:p99:le:800ms", Clause] });
        text.ShouldContain("ttft p99");
        text.ShouldContain("420 ms");
        text.ShouldNotContain("latency p95");
    }

    [Fact]
    public void Json_OfASweep_RoundTrips()
    {
        var result = Result(Steps("1+ 4+ 16-")) with
        {
            StartedUtc = DateTimeOffset.UnixEpoch,
            Seed = 3,
            Ladder = [1, 4, 16],
            Complete = false,
        };
        SweepJson.Write(SweepJson.Read(SweepJson.Write(result))).ShouldBe(SweepJson.Write(result));
    }

    [Fact]
    public void Step_WithManyFailedTasks_IsNotMet()
    {
        var step = SweepSteps.Of(Outcome(solved: 80, failed: 20), 10, byRate: true);
        (step.Met, step.TooManyFailures, step.FailedTaskShare, step.TasksPerSecond).ShouldBe((false, true, 0.2, 8));
        BottleneckFinder.Find(null, step).ShouldStartWith("errors");
        SweepSteps.Of(Outcome(solved: 96, failed: 4), 10, byRate: true).Met.ShouldBeTrue();
        SweepSteps
            .Of(Outcome(solved: 80, failed: 20, new SloResult("call.errors:rate:le:0.3", 0.2, 0.3, true, 100, true)), 10, byRate: true)
            .Met.ShouldBeTrue();
    }

    [Fact]
    public void Step_WithTasksLongerThanItsWarmup_IsUndecided()
    {
        // 10 tasks/s of 5 s each: in the first 5 s of a window without warm-up nothing can end.
        var step = SweepSteps.Of(Outcome(solved: 50, failed: 0, latency: 5), 10, byRate: true);
        (step.Saturated, step.Conclusive, step.Met).ShouldBe((true, false, false));
        SweepSteps.Of(Outcome(solved: 20, failed: 0, latency: 5), 10, byRate: true).Conclusive.ShouldBeTrue();
    }

    [Fact]
    public void StopReason_ReducingTheLoadDoesNotHelp_IsReported()
    {
        SweepLimits
            .StopReason(Missed((8, 0.91), (2, 0.90)), "tasks/s")
            .ShouldNotBeNull()
            .ShouldContain("violated at 2 tasks/s (900 ms) and at 8 (910 ms)");
        SweepLimits.StopReason(Missed((8, 9.1), (2, 0.90)), "tasks/s").ShouldBeNull();
        SweepLimits.StopReason(Missed((2, 0.90)), "tasks/s").ShouldBeNull();
        SweepLimits
            .StopReason(Missed((2, null)), "tasks/s")
            .ShouldNotBeNull()
            .ShouldContain("No values were measured for task.latency:p95:le:0.5s");
    }

    private static SweepStep[] Missed(params (double Level, double? Seconds)[] steps) =>
        [
            .. steps.Select(s =>
                Steps($"{s.Level}-")[0] with
                {
                    Saturated = false,
                    Slos = [new SloResult("task.latency:p95:le:0.5s", s.Seconds, 0.5, false, s.Seconds is null ? 0 : 70, true)],
                }
            ),
        ];

    /// <summary>Parses steps such as "4+ 5-? 6!": met, failed but undecided, invalidated by the load generator.</summary>
    private static SweepStep[] Steps(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word =>
                {
                    var level = double.Parse(word.TrimEnd('+', '-', '!', '?'), CultureInfo.InvariantCulture);
                    return new SweepStep
                    {
                        Level = level,
                        WindowSeconds = 30,
                        Met = word.Contains('+', StringComparison.Ordinal),
                        Conclusive = !word.EndsWith('?') && !word.EndsWith('!'),
                        Saturated = false,
                        TasksPerSecond = level,
                        LatencyP50Seconds = 1,
                        LatencyP95Seconds = 2,
                        CriticalPath = CriticalPathSplit.Zero with { ServerQueueSeconds = level, DecodeSeconds = 1 },
                        Slos = [new SloResult(Clause, 2, 5, true, 70, true)],
                        Invalid = word.EndsWith('!') ? ["The client was slow."] : [],
                        Run = "step",
                    };
                }),
        ];

    private static SweepResult Result(SweepStep[] steps)
    {
        var verdict = SweepVerdict.Of(steps);
        return new SweepResult
        {
            Name = "demo",
            Simulated = true,
            Unit = "tasks/s",
            Slos = [Clause],
            Steps = steps,
            Endpoints = [new EndpointFacts("default", "http://gpu", "Ollama", "m", true)],
            Knee = verdict.Knee,
            FirstFailed = verdict.FirstFailed,
            ClientLimited = verdict.ClientLimited,
            LimitingResource = verdict.LimitingResource,
        };
    }

    private static string Text(SweepResult result)
    {
        var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(written), Ansi = AnsiSupport.No });
        console.Profile.Width = 120;
        SweepText.Render(result, console, "/tmp/sweep.json");
        return written.ToString();
    }

    private static RunOutcome Outcome(long solved, long failed, SloResult? slo = null, double latency = 0.5)
    {
        var summary = Summaries.Summary();
        var row = Summaries.Row("direct", 1, 100, solved, solved);
        row = row with
        {
            Tasks = solved + failed,
            ByState = Summaries.Counts((TaskState.Solved, solved), (TaskState.Failed, failed)),
            LatencySeconds = row.LatencySeconds! with { P50 = latency, P95 = latency },
        };
        return new RunOutcome(
            summary with
            {
                Run = summary.Run with { WindowStartSeconds = 0, WindowEndSeconds = 10 },
                Tasks = summary.Tasks with { Window = new WindowTasks(row.Tasks, 0, row.Tasks, row.ByState) },
                Strategies = [row],
                Slos = slo is null ? [] : [slo],
            },
            "run",
            false
        );
    }
}

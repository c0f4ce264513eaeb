using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;
using static AgentLoad.Measurement.Tests.Runs.TestRuns;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class BottleneckChecksTests
{
    [Fact]
    public void Summarize_ClientWasTheBottleneck_IsInvalid()
    {
        var tasks = new[] { RandomTasks.Task(1, RandomTasks.Step(1, 0, 0.2, 1.2)) };
        RunSummarizer.Summarize(Facts(1), tasks).Invalid.ShouldHaveSingleItem().ShouldContain("schedule delay p99 is 200 ms, above 100 ms");
        RunSummarizer.Summarize(Facts(1) with { OpenLoop = true }, tasks).Valid.ShouldBeTrue();
        var busy = new SummaryInputs
        {
            Client = new ClientHealth { CpuShare = 0.95, Cores = 2 },
        };
        RunSummarizer.Summarize(Facts(1), [Task(1)], busy).Invalid.ShouldHaveSingleItem().ShouldContain("95 % of its 2 cores");
        var full = new SummaryInputs
        {
            Client = new ClientHealth { QueuedCalls = 1, MaxConcurrentCalls = 150 },
        };
        RunSummarizer
            .Summarize(Facts(1) with { OpenLoop = true }, [Task(1)], full)
            .Invalid.ShouldHaveSingleItem()
            .ShouldContain("1 calls waited for a free connection slot (at most 150 concurrent calls per process)");
    }

    [Fact]
    public void Summarize_ClientStoodStillOrItsClockJumped_IsInvalid()
    {
        Invalid(new ClientHealth { LongestStallSeconds = 12.3 }).ShouldContain("stood still for 12.3 s");
        Invalid(new ClientHealth { ClockJumpSeconds = -30 }).ShouldContain("jumped by -30 s");
        var steady = new SummaryInputs
        {
            Client = new ClientHealth { LongestStallSeconds = 0.5, ClockJumpSeconds = 0.01 },
        };
        RunSummarizer.Summarize(Facts(1), [Task(1)], steady).Valid.ShouldBeTrue();

        static string Invalid(ClientHealth health) =>
            RunSummarizer.Summarize(Facts(1), [Task(1)], new SummaryInputs { Client = health }).Invalid.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0.000_01, 0.010, true)] // read in bursts
    [InlineData(0.010, 0.010, false)]
    [InlineData(0.040, 0.010, false)] // several tokens in a chunk
    [InlineData(0.000_01, null, false)] // the server does not report its time
    public void Summarize_StreamsReadInBursts_IsMarked(double gap, double? serverSeconds, bool isMarked)
    {
        var call = RandomTasks.Tokens(10, 100) with
        {
            ChunkGaps = [.. Enumerable.Repeat((float)gap, 99)],
            ServerDecode = serverSeconds * 100,
        };
        var summary = RunSummarizer.Summarize(Facts(2), [Streamed(1), Streamed(2)]);

        summary.Degraded.Any(reason => reason.StartsWith("Streams were read in bursts", StringComparison.Ordinal)).ShouldBe(isMarked);

        TaskRecord Streamed(long id) => RandomTasks.Task(id, RandomTasks.Step(1, 0, 0, 1, call));
    }

    [Theory]
    [InlineData(20, 1, true)]
    [InlineData(20, 2, false)]
    [InlineData(3, 1, false)]
    public void Summarize_ShareOfFailedTasks_IsLimited(int tasks, int failed, bool isValid)
    {
        var records = Enumerable
            .Range(0, tasks)
            .Select(id => Task(id) with { State = id < failed ? TaskState.Failed : TaskState.Solved, Error = "connection refused" });

        var summary = RunSummarizer.Summarize(Facts(tasks), records, new SummaryInputs { MaxFailedShare = 0.05 });

        summary.Valid.ShouldBe(isValid);
        if (!isValid)
        {
            summary.Invalid.ShouldHaveSingleItem().ShouldContain($"({failed} of {tasks}), above the limit of 5 %");
            summary.Invalid[0].ShouldContain("One of them: connection refused. Remove the cause of the failures");
        }
    }

    [Theory]
    [InlineData(72, 1, 1, true)] // one straggler among few tasks
    [InlineData(72, 4, 1, false)]
    [InlineData(10_000, 100, 1, true)]
    [InlineData(10_000, 130, 1, false)]
    [InlineData(72, 40, 10, true)] // 200 ms is less than 5 % of 10 s
    public void Summarize_OpenLoop_IsInvalidIfMoreThanOnePercentOfTasksStartLate(int tasks, int late, double latency, bool isValid)
    {
        var records = Enumerable
            .Range(1, tasks)
            .Select(i =>
                RandomTasks.Task(i, RandomTasks.Step(1, 5, 5, 5 + latency)) with
                {
                    IntendedStart = i <= late ? 4.8 : 5,
                    Start = 5,
                }
            );
        var summary = RunSummarizer.Summarize(Facts(tasks) with { OpenLoop = true }, records);
        summary.Valid.ShouldBe(isValid);
        if (!isValid)
        {
            summary.Invalid.ShouldHaveSingleItem().ShouldContain("of tasks started more than 50 ms late (p99 200 ms)");
        }
    }

    [Fact]
    public void Summarize_OpenLoop_AddsStartDelayToFirstCallsOnly()
    {
        var task = RandomTasks.Task(1, RandomTasks.Step(1, 5, 5, 6), RandomTasks.Step(2, 6, 6, 7, after: [1])) with
        {
            IntendedStart = 2,
            Start = 5,
        };
        var summary = RunSummarizer.Summarize(Facts(1) with { OpenLoop = true }, [task]);
        (summary.Calls.ScheduleDelaySeconds!.Max, summary.Calls.ScheduleDelaySeconds.Min).ShouldBe((3, 0));
        (summary.Calls.EffectiveLatencySeconds!.Max, summary.Calls.LatencySeconds!.Max).ShouldBe((4, 1));
    }
}

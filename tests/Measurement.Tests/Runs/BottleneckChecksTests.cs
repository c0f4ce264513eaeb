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

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Slo;

public sealed class SloMonitorTests
{
    private static readonly MeasuredWindow Window = new(0, 100);

    [Fact]
    public void Observe_ShareAtTheBound_IsNotReported()
    {
        // The clause allows 5 % of tasks above 1 s, which is the actual share: checks after each of 2,000 tasks must not report it.
        var reported = Enumerable
            .Range(0, 300)
            .Count(seed => ReportedAfter("task.latency:p95:le:1s", seed, share: 0.05, tasks: 2000) is not null);

        reported.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Observe_ShareFarBeyondTheBound_IsReportedEarly()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            ReportedAfter("task.latency:p95:le:1s", seed, share: 0.6, tasks: 2000)
                .ShouldNotBeNull()
                .ShouldBeInRange(SloMonitor.MinValues, 60);
        }
    }

    [Theory]
    [InlineData("task.latency:max:le:1s", 1)]
    [InlineData("task.solved:rate:ge:60%", SloMonitor.MinValues)]
    [InlineData("task.errors:count:lt:1", 1)]
    public void Observe_BoundCannotBeMet_IsReportedAtTheFirstPossibleTask(string clause, int expected)
    {
        var monitor = new SloMonitor([SloClause.Parse(clause)], openLoop: false, Window);
        var state = clause.StartsWith("task.errors", StringComparison.Ordinal) ? TaskState.Failed : TaskState.Unsolved;
        var observed = 0;
        while (monitor.CannotBeMet is null)
        {
            monitor.Observe(Task(++observed, 2, state));
            observed.ShouldBeLessThan(100);
        }

        observed.ShouldBe(expected);
        monitor.CannotBeMet.ShouldContain(clause);
    }

    [Fact]
    public void Observe_TaskOutsideTheWindow_IsIgnored()
    {
        var monitor = new SloMonitor([SloClause.Parse("task.latency:max:le:1s")], openLoop: false, Window);
        monitor.Observe(Task(1, 5, TaskState.Solved) with { Start = -1 });
        monitor.Observe(Task(2, 5, TaskState.Solved) with { IsBaseline = true });

        monitor.CannotBeMet.ShouldBeNull();
    }

    private static int? ReportedAfter(string clause, int seed, double share, int tasks)
    {
        var (random, monitor) = (new Random(seed), new SloMonitor([SloClause.Parse(clause)], openLoop: false, Window));
        for (var i = 1; i <= tasks; i++)
        {
            monitor.Observe(Task(i, random.NextDouble() < share ? 2 : 0.5, TaskState.Solved));
            if (monitor.CannotBeMet is not null)
            {
                return i;
            }
        }

        return null;
    }

    private static TaskRecord Task(long id, double latency, TaskState state) =>
        RandomTasks.Task(id) with
        {
            Start = 0,
            IntendedStart = 0,
            End = latency,
            State = state,
        };
}

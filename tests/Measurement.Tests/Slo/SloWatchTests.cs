using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Slo;

public sealed class SloWatchTests
{
    [Fact]
    public void Observe_ShareJustWithinTheBound_IsNeverHopelessInManyRuns()
    {
        // 5 % may be slower than 1 s, and just that share is: looking after each of 2,000 tasks finds nothing.
        var found = Enumerable
            .Range(0, 300)
            .Count(seed => AbortsAfter("task.latency:p95:le:1s", seed, share: 0.05, tasks: 2000) is not null);

        found.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Observe_ShareFarBeyondTheBound_IsHopelessSoon()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            AbortsAfter("task.latency:p95:le:1s", seed, share: 0.6, tasks: 2000)
                .ShouldNotBeNull()
                .ShouldBeInRange(SloWatch.LeastValues, 60);
        }
    }

    [Theory]
    [InlineData("task.latency:max:le:1s", 1)]
    [InlineData("task.solved:rate:ge:60%", SloWatch.LeastValues)]
    [InlineData("task.errors:count:lt:1", 1)]
    public void Observe_CannotBeMetAnyMore_SaysSoAtTheFirstChance(string clause, int expected)
    {
        var watch = new SloWatch([SloClause.Parse(clause)], openLoop: false);
        var state = clause.StartsWith("task.errors", StringComparison.Ordinal) ? TaskState.Failed : TaskState.Unsolved;
        var seen = 0;
        while (watch.CannotBeMet is null)
        {
            watch.Observe(Task(++seen, 2, state));
            seen.ShouldBeLessThan(100);
        }

        seen.ShouldBe(expected);
        watch.CannotBeMet.ShouldContain(clause);
    }

    [Fact]
    public void Observe_OutsideTheWindow_DoesNotCount()
    {
        var watch = new SloWatch([SloClause.Parse("task.latency:max:le:1s")], openLoop: false);
        watch.Observe(Task(1, 5, TaskState.Solved) with { InWindow = false });
        watch.Observe(Task(2, 5, TaskState.Solved) with { IsBaseline = true });

        watch.CannotBeMet.ShouldBeNull();
    }

    private static int? AbortsAfter(string clause, int seed, double share, int tasks)
    {
        var (random, watch) = (new Random(seed), new SloWatch([SloClause.Parse(clause)], openLoop: false));
        for (var i = 1; i <= tasks; i++)
        {
            watch.Observe(Task(i, random.NextDouble() < share ? 2 : 0.5, TaskState.Solved));
            if (watch.CannotBeMet is not null)
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

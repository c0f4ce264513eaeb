using System.Collections.Concurrent;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Tests.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Scheduling;

public sealed class ScheduleTests
{
    private readonly ConcurrentBag<TaskRecord> _records = [];

    [Fact]
    public void Next_OpenLoop_AssignsEveryArrivalOnceInOrderForAnyAgent()
    {
        var schedule = Schedule(Open(new() { Rate = 50 }, agents: 8) with { Tasks = 500 });
        var starts = new List<double>();
        schedule.AgentsWanted(0).ShouldBe(8);
        var random = new Random(3);
        while (schedule.Next(random.Next(8), random.NextDouble() * 100) is { } next)
        {
            starts.Add(next.IntendedStart);
        }

        starts.ShouldBe(Arrivals.Of(new() { Rate = 50 }, AgentLoad.Agents.Sessions.Seeds.Derive(1, "lane/0"), null).Take(500));
        schedule.HandedOut.ShouldBe(500);
    }

    [Fact]
    public void Next_MixOfLoads_UsesTheArrivalsAndAgentsOfEachGroup()
    {
        var workload = new Workload
        {
            Baseline = 0,
            Load = new() { Agents = 50, Duration = TimeSpan.FromSeconds(100) },
            Groups =
            [
                Group("fast") with
                {
                    Arrivals = new() { Rate = 20 },
                },
                Group("slow") with
                {
                    Arrivals = new() { Rate = 5 },
                    Agents = 7,
                },
                Group("closed") with
                {
                    Agents = 3,
                },
            ],
        };
        var schedule = new Schedule(workload, [NumberedSource.Entry("a")]);
        var agents = schedule.AgentsWanted(0);
        var taken = Enumerable
            .Range(0, agents)
            .SelectMany(agent => Enumerable.Range(0, 4000).Select(_ => schedule.Next(agent, 0)).TakeWhile(n => n is not null).Take(3000))
            .ToArray();

        var counts = taken.CountBy(next => next!.Task.Group.Name).ToDictionary(pair => pair.Key, pair => pair.Value);
        counts["fast"].ShouldBeInRange(2000 - (int)(4 * Math.Sqrt(2000)), 2000 + (int)(4 * Math.Sqrt(2000)));
        counts["slow"].ShouldBeInRange(500 - (int)(4 * Math.Sqrt(500)), 500 + (int)(4 * Math.Sqrt(500)));
        taken.Select(next => next!.Task.Id).ShouldBeUnique();
        // The agents of a closed loop do not limit the arrivals of other groups.
        schedule.MaxAgents.ShouldBe(10_000 + 7 + 3);
        counts["closed"].ShouldBe(3 * 3000);
    }

    [Fact]
    public void Next_OpenLoopByWeight_KeepsTheSharesInAnyInterval()
    {
        // Groups are selected by weight: in any interval, the larger group's share of the arrivals equals its weight's.
        var workload = new Workload
        {
            Baseline = 0,
            Load = Open(new() { Rate = 100 }, 100) with { Tasks = 10_000 },
            Groups = [Group("x") with { Weight = 3 }, Group("y")],
        };
        var schedule = new Schedule(workload, [NumberedSource.Entry("a")]);
        schedule.AgentsWanted(0);
        var x = 0;
        for (var n = 1; schedule.Next(0, 0) is { } next; n++)
        {
            x += next.Task.Group.Name == "x" ? 1 : 0;
            Math.Abs(x - (n * 0.75)).ShouldBeLessThan(1.01);
        }

        x.ShouldBe(7500);
    }

    [Fact]
    public async Task RunAsync_StalledServer_KeepsTheScheduleAndRecordsTheDelay()
    {
        // 200 arrivals within a second; the server answers only after the last one.
        var begun = 0;
        var all = new TaskCompletionSource();
        var load = Open(new() { Rate = 400, Process = ArrivalProcess.Constant }, 1000) with { Tasks = 200 };
        await RunAsync(
            load,
            async (task, agent, intended, now) =>
            {
                var start = now();
                if (Interlocked.Increment(ref begun) == 200)
                {
                    all.SetResult();
                }

                await all.Task;
                return Record(task, agent, intended, start, now(), TaskState.Solved);
            }
        );

        _records.Count.ShouldBe(200);
        _records.OrderBy(r => r.IntendedStart).Select((r, i) => r.IntendedStart - (i / 400.0)).ShouldAllBe(off => Math.Abs(off) < 1e-9);
        _records.Select(r => r.Agent).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task RunAsync_FastServer_NeedsNoMoreAgentsThanTheLookahead()
    {
        // Every agent is free again well within the lookahead of half a second; the last arrival ends the run.
        var load = Open(new() { Rate = 400, Process = ArrivalProcess.Constant }, 10_000) with
        {
            Tasks = 600,
        };
        await RunAsync(
            load,
            (task, agent, intended, now) => Task.FromResult(Record(task, agent, intended, now(), now(), TaskState.Solved))
        );

        _records.Count.ShouldBe(600);
        _records.Select(r => r.Agent).Distinct().Count().ShouldBeInRange(150, 450);
    }

    [Fact]
    public void AgentsWanted_AllTasksAssigned_StopsGrowing()
    {
        var schedule = Schedule(Open(new() { Rate = 10, Process = ArrivalProcess.Constant }, 10_000) with { Tasks = 3 });
        for (var asked = 0; asked < 3; asked++)
        {
            schedule.AgentsWanted(asked).ShouldBeGreaterThan(0);
            schedule.Next(0, asked).ShouldNotBeNull();
        }

        var agents = schedule.AgentsWanted(3);
        schedule.AgentsWanted(1000).ShouldBe(agents);
        schedule.NextGrowth(1000).ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_TooFewAgents_KeepsIntendedStarts()
    {
        // One agent and a server of 20 ms for 100 arrivals/s: in closed loop every latency is 20 ms; on a schedule the delay keeps growing.
        var load = Open(new() { Rate = 100, Process = ArrivalProcess.Constant }, 1) with
        {
            Tasks = 40,
        };
        await RunAsync(
            load,
            async (task, agent, intended, now) =>
            {
                var start = now();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                return Record(task, agent, intended, start, now(), TaskState.Solved);
            }
        );

        var ordered = _records.OrderBy(r => r.IntendedStart).ToArray();
        ordered.Select((r, i) => r.IntendedStart - (i / 100.0)).ShouldAllBe(off => Math.Abs(off) < 1e-9);
        (ordered[^1].End - ordered[^1].IntendedStart).ShouldBeGreaterThan(20 * (ordered[^1].End - ordered[^1].Start) / 3);
    }

    [Fact]
    public async Task RunAsync_DrainedInOpenLoop_ReturnsTasksThatHaveNotStarted()
    {
        using var drain = new CancellationTokenSource();
        var load = Open(new() { Rate = 20 }, 100) with { Tasks = 1000 };
        var schedule = Schedule(load);
        var host = new TestPool(
            WorkloadOf(load),
            schedule,
            async (task, agent, intended, _) =>
            {
                if (task.Id == 5)
                {
                    await drain.CancelAsync();
                }

                return Record(task, agent, intended, intended, intended, TaskState.Solved);
            },
            TimeProvider.System
        );

        await host.RunAsync(TimeProvider.System.GetTimestamp(), Save, drain.Token, default);

        _records.Count.ShouldBeInRange(6, 100);
        schedule.HandedOut.ShouldBe(_records.Count);
        schedule.PlannedTasks.ShouldBe(1000);
    }

    private async Task RunAsync(LoadSettings load, Func<PlannedTask, int, double, Func<double>, Task<TaskRecord>> work)
    {
        var epoch = TimeProvider.System.GetTimestamp();
        double Now() => TimeProvider.System.GetElapsedTime(epoch).TotalSeconds;
        var host = new TestPool(
            WorkloadOf(load),
            Schedule(load),
            (task, agent, intended, _) => work(task, agent, intended, Now),
            TimeProvider.System
        );
        await host.RunAsync(epoch, Save, default, default);
    }

    private static LoadSettings Open(ArrivalSettings arrivals, int agents) => new() { Arrivals = arrivals, Agents = agents };

    private static AgentGroup Group(string name) =>
        new()
        {
            Name = name,
            Problem = new Choice("a", new Dictionary<string, object>()),
            Strategy = new Choice("direct", new Dictionary<string, object>()),
        };

    private static Workload WorkloadOf(LoadSettings load) =>
        new()
        {
            Baseline = 0,
            Load = load,
            Groups = [Group("g")],
        };

    private static Schedule Schedule(LoadSettings load) => new(WorkloadOf(load), [NumberedSource.Entry("a")]);

    private static TaskRecord Record(PlannedTask task, int agent, double intended, double start, double end, TaskState state) =>
        new()
        {
            Id = task.Id,
            Agent = agent,
            Group = task.Group.Name,
            Problem = task.Problem.Kind,
            ProblemId = task.Problem.Id,
            Strategy = "direct",
            IntendedStart = intended,
            Start = start,
            End = end,
            State = state,
            Steps = [],
        };

    private ValueTask Save(TaskRecord record)
    {
        _records.Add(record);
        return ValueTask.CompletedTask;
    }
}

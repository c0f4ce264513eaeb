using System.Collections.Concurrent;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Tests.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Execution;

public sealed class AgentPoolTests
{
    private readonly ConcurrentBag<TaskRecord> _records = [];

    [Fact]
    public async Task RunAsync_ManyAgents_WorkAtOnceAndRecordEachTaskOnce()
    {
        var working = 0;
        var allWork = new TaskCompletionSource();
        var host = Host(
            new LoadSettings { Agents = 16, Tasks = 100 },
            async (task, agent, intended, _) =>
            {
                if (Interlocked.Increment(ref working) == 16)
                {
                    allWork.SetResult();
                }

                await allWork.Task;
                return Record(task, agent, TaskState.Solved);
            }
        );

        await host.RunAsync(0, Save, default, default);

        _records.Select(r => r.Id).Order().ShouldBe(Enumerable.Range(0, 100).Select(i => (long)i));
        _records.Select(r => r.Agent).Distinct().Count().ShouldBe(16);
    }

    [Fact]
    public async Task RunAsync_Drained_LetsTasksUnderWayEndAndStartsNone()
    {
        using var drain = new CancellationTokenSource();
        var started = 0;
        var host = Host(
            new LoadSettings { Agents = 4, Tasks = 1000 },
            async (task, agent, intended, abort) =>
            {
                if (Interlocked.Increment(ref started) == 4)
                {
                    await drain.CancelAsync();
                }

                await WhenCancelled(drain.Token);
                return Record(task, agent, abort.IsCancellationRequested ? TaskState.Aborted : TaskState.Solved);
            }
        );

        await host.RunAsync(0, Save, drain.Token, default);

        // An agent may have taken its next task before the source was closed.
        _records.Count.ShouldBe(started);
        _records.Count.ShouldBeLessThan(1000);
        _records.ShouldAllBe(r => r.State == TaskState.Solved);
    }

    [Fact]
    public async Task RunAsync_GraceTimeOver_AbortsWhatIsLeft()
    {
        using var drain = new CancellationTokenSource();
        var host = Host(
            new LoadSettings
            {
                Agents = 3,
                Tasks = 50,
                Grace = TimeSpan.FromMilliseconds(1),
            },
            async (task, agent, intended, abort) =>
            {
                await drain.CancelAsync();
                await WhenCancelled(abort);
                return Record(task, agent, TaskState.Aborted);
            }
        );

        await host.RunAsync(0, Save, drain.Token, default);

        _records.ShouldNotBeEmpty();
        _records.ShouldAllBe(r => r.State == TaskState.Aborted);
    }

    [Fact]
    public async Task RunAsync_Stopped_AbortsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var host = Host(
            new LoadSettings
            {
                Agents = 3,
                Tasks = 50,
                Grace = TimeSpan.FromHours(1),
            },
            async (task, agent, intended, abort) =>
            {
                await stop.CancelAsync();
                await WhenCancelled(abort);
                return Record(task, agent, TaskState.Aborted);
            }
        );

        await host.RunAsync(0, Save, default, stop.Token);

        _records.Count.ShouldBeInRange(1, 50);
    }

    [Fact]
    public async Task RunAsync_DurationOver_StartsNoMore()
    {
        var host = Host(
            new LoadSettings { Agents = 2, Duration = TimeSpan.FromMilliseconds(20) },
            async (task, agent, intended, _) =>
            {
                await Task.Yield();
                return Record(task, agent, TaskState.Solved);
            }
        );

        await host.RunAsync(0, Save, default, default);

        _records.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task RunAsync_RecordCannotBeKept_EndsTheRunWithThatError()
    {
        var host = Host(
            new LoadSettings { Agents = 5, Tasks = 1000 },
            (task, agent, intended, _) => Task.FromResult(Record(task, agent, TaskState.Solved))
        );

        var error = await Should.ThrowAsync<IOException>(() => host.RunAsync(0, _ => throw new IOException("disk full"), default, default));

        error.Message.ShouldBe("disk full");
    }

    [Fact]
    public async Task RunAsync_TasksGoneBeforeTheRampIsOver_EndsAtOnce()
    {
        var host = Host(
            new LoadSettings
            {
                Agents = 10,
                Tasks = 3,
                Ramp = TimeSpan.FromDays(1),
            },
            (task, agent, intended, _) => Task.FromResult(Record(task, agent, TaskState.Solved))
        );

        await host.RunAsync(0, Save, default, default);

        _records.Count.ShouldBe(3);
    }

    [Fact]
    public async Task RunAsync_AgentsThatWait_HoldLittleMemory()
    {
        const int Agents = 20_000;
        using var stop = new CancellationTokenSource();
        var host = Host(
            new LoadSettings { Agents = Agents, Tasks = 1_000_000 },
            async (task, agent, intended, abort) =>
            {
                await WhenCancelled(abort);
                return Record(task, agent, TaskState.Aborted);
            }
        );

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var running = host.RunAsync(0, Save, default, stop.Token);
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / Agents;
        await stop.CancelAsync();
        await running;

        TestContext.Current.TestOutputHelper!.WriteLine($"{held} bytes an agent");
        // Tests beside this one let go of memory meanwhile: only much of it would show.
        held.ShouldBeLessThan(8 * 1024);
    }

    private static Task WhenCancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    private static TaskRecord Record(PlannedTask task, int agent, TaskState state) =>
        new()
        {
            Id = task.Id,
            Agent = agent,
            Group = task.Group.Name,
            Problem = task.Problem.Kind,
            ProblemId = task.Problem.Id,
            Strategy = "direct",
            IntendedStart = 0,
            Start = 0,
            End = 1,
            State = state,
            Steps = [],
        };

    private static TestPool Host(LoadSettings load, DoTask doTask)
    {
        var workload = new Workload
        {
            Baseline = 0,
            Load = load,
            Groups =
            [
                new AgentGroup
                {
                    Name = "g",
                    Problem = new Choice("a", new Dictionary<string, object>()),
                    Strategy = new Choice("direct", new Dictionary<string, object>()),
                },
            ],
        };
        return new TestPool(workload, new Schedule(workload, [NumberedSource.Entry("a")]), doTask, TimeProvider.System);
    }

    private ValueTask Save(TaskRecord record)
    {
        _records.Add(record);
        return ValueTask.CompletedTask;
    }
}

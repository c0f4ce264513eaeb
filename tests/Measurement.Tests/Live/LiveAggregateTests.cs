using System.Text.Json;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Live;

public sealed class LiveAggregateTests
{
    [Fact]
    public void Snapshot_WithoutActivity_IsEmpty()
    {
        var snapshot = new SnapshotSeries(5).Next(0, new LiveAggregate().Read());
        (snapshot.PlannedTasks, snapshot.StartedTasks, snapshot.CallsInFlight, snapshot.FailedCalls).ShouldBe((5, 0, 0, 0));
        (snapshot.CallsPerSecond, snapshot.TasksPerHour, snapshot.TtftP50Seconds).ShouldBe((null, null, null));
        snapshot.ByOutcome.Count.ShouldBe(11);
    }

    [Fact]
    public void Snapshot_AfterPrevious_HasIntervalRates()
    {
        var live = new LiveAggregate();
        var series = new SnapshotSeries();
        End(live, ttft: 1);
        series.Next(10, live.Read());
        live.OnCallStarted();
        live.OnTaskStarted();
        live.OnTaskStarted();
        live.OnTaskEnded(RandomTasks.Task(1));
        End(live, ttft: 3);
        End(live, ttft: 3);

        var snapshot = series.Next(12, live.Read());

        (snapshot.CallsPerSecond, snapshot.PromptTokensPerSecond, snapshot.CompletionTokensPerSecond).ShouldBe((1, 100, 10));
        (snapshot.EndedCalls, snapshot.CallsInFlight, snapshot.PromptTokens, snapshot.CompletionTokens).ShouldBe((3, 1, 300, 30));
        (snapshot.ActiveAgents, snapshot.EndedTasks, snapshot.ByState[TaskState.Solved], snapshot.TasksPerHour).ShouldBe((1, 1, 1, 300));
        snapshot.IntervalTtftP50Seconds!.Value.ShouldBe(3, 0.003);
        snapshot.TtftP50Seconds!.Value.ShouldBe(3, 0.003);
        series.Next(13, live.Read()).IntervalTtftP50Seconds.ShouldBeNull();
    }

    [Fact]
    public void Snapshot_ConcurrentWritersAndReaders_LosesNoCalls()
    {
        const int Writers = 8,
            Each = 5000;
        var live = new LiveAggregate();
        var last = 0L;
        Parallel.For(
            0,
            Writers + 1,
            writer =>
            {
                for (var i = 0; i < Each; i++)
                {
                    if (writer < Writers)
                    {
                        End(live, ttft: 0.1, i % 2 == 0 ? CallOutcome.Completed : CallOutcome.TimedOut);
                    }
                    else if (i % 50 == 0)
                    {
                        Interlocked.Exchange(ref last, live.Read().EndedCalls).ShouldBeLessThanOrEqualTo(live.Read().EndedCalls);
                    }
                }
            }
        );
        var snapshot = new SnapshotSeries().Next(Each, live.Read());
        (snapshot.EndedCalls, snapshot.CallsInFlight, snapshot.FailedCalls).ShouldBe((Writers * Each, 0, Writers * Each / 2));
        snapshot.TtftP95Seconds!.Value.ShouldBe(0.1, 0.0001);
    }

    [Fact]
    public void Add_TotalsOfSeveralHosts_EqualsCountingOnOneHost()
    {
        LiveAggregate[] hosts = [new(), new(), new()];
        var one = new LiveAggregate();
        for (var i = 0; i < 300; i++)
        {
            var outcome = (CallOutcome)(i % 11);
            End(hosts[i % 3], ttft: i / 100.0, outcome);
            End(one, ttft: i / 100.0, outcome);
        }

        var merged = new LiveTotals();
        foreach (var host in hosts)
        {
            merged.Add(host.Read());
        }

        JsonSerializer
            .Serialize(new SnapshotSeries().Next(9, merged))
            .ShouldBe(JsonSerializer.Serialize(new SnapshotSeries().Next(9, one.Read())));
    }

    private static void End(LiveAggregate live, double ttft, CallOutcome outcome = CallOutcome.Completed)
    {
        live.OnCallStarted();
        live.OnCallEnded(RandomTasks.Tokens(100, 10) with { Ttft = ttft, Outcome = outcome }, 2 * ttft);
    }
}

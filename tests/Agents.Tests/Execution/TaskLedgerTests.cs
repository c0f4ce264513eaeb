using System.Collections.Concurrent;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Scheduling;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Execution;

/// <summary>Every planned task ends in exactly one state, however a run ends.</summary>
public sealed class TaskLedgerTests
{
    /// <summary>A run: its load, and when it is stopped. Times are seconds; 0 means never.</summary>
    public sealed record Case(
        bool IsOpen,
        int Agents,
        double Rate,
        int Tasks,
        int Duration,
        int Grace,
        double Baseline,
        int Drain,
        int Stop,
        double ServiceTime,
        double FailureRate,
        int Seed
    );

    private static readonly Gen<Case> Cases = Gen.Select(
            Gen.Select(Gen.Bool, Gen.Int[1, 12], Gen.Double[0.2, 8], Gen.Int[0, 60]),
            Gen.Select(Gen.Int[0, 20], Gen.Int[0, 5], Gen.Double[0, 1], Gen.Int[0, 15]),
            Gen.Select(Gen.Int[0, 20], Gen.Double[0.01, 6], Gen.Double[0, 1], Gen.Int[0, 1000])
        )
        .Select(
            (load, end, work) =>
                new Case(
                    load.Item1,
                    load.Item2,
                    load.Item3,
                    load.Item4,
                    load.Item4 == 0 && end.Item1 == 0 ? 10 : end.Item1,
                    end.Item2,
                    end.Item3,
                    end.Item4,
                    work.Item1,
                    work.Item2,
                    work.Item3,
                    work.Item4
                )
        );

    [Fact]
    public Task Run_AnyLoadBaselineStopAndFailures_AccountsForEveryPlannedTask() => Cases.SampleAsync(CheckAsync, iter: 300, threads: 1);

    private static async Task CheckAsync(Case c)
    {
        var workload = WorkloadOf(c);
        var schedule = new Schedule(workload, [NumberedSource.Entry("a")]);
        var records = new ConcurrentBag<TaskRecord>();
        var time = new VirtualTime();
        using var drain = new CancellationTokenSource(Or(c.Drain), time);
        using var stop = new CancellationTokenSource(Or(c.Stop), time);
        var host = new TestPool(
            workload,
            schedule,
            (task, agent, intended, abort) => WorkAsync(c, task, agent, intended, time, abort),
            time
        );

        await time.RunAsync(host.RunAsync(0, Save, drain.Token, stop.Token));

        records.Select(record => record.Id).ShouldBeUnique();
        schedule.HandedOut.ShouldBe(records.Count);
        schedule.PlannedTasks.HasValue.ShouldBe(c.Tasks > 0);
        var main = records.Where(record => !record.IsBaseline).ToArray();
        if (schedule.PlannedTasks is { } planned)
        {
            main.Length.ShouldBeLessThanOrEqualTo(c.Tasks);
            RunSummarizer
                .Summarize(Facts(planned, planned - schedule.HandedOut, c.IsOpen), records)
                .Invalid.ShouldNotContain(reason => reason.Contains("planned", StringComparison.Ordinal));
        }

        if (c.IsOpen)
        {
            // A baseline task uses no arrival: the other tasks start at the first arrivals. Gaps are the arrivals of agents that were about
            // to
            // start when the run stopped.
            var arrivals = Arrivals.Of(
                workload.Load.Arrivals!,
                Seeds.Derive((ulong)c.Seed, "lane/0"),
                workload.Load.Duration?.TotalSeconds
            );
            var starts = main.Select(record => record.IntendedStart).Order().ToArray();
            var gaps = c.Stop > 0 || c.Drain > 0 ? c.Agents : 0;
            starts.ShouldBeUnique();
            starts.ShouldBeSubsetOf(arrivals.Take(main.Length + gaps));
        }

        ValueTask Save(TaskRecord record)
        {
            records.Add(record);
            return ValueTask.CompletedTask;
        }
    }

    private static async Task<TaskRecord> WorkAsync(
        Case c,
        PlannedTask task,
        int agent,
        double intended,
        VirtualTime time,
        CancellationToken abort
    )
    {
        var start = time.GetTimestamp() / (double)TimeSpan.TicksPerSecond;
        var random = new Random(unchecked((int)task.Seed));
        var ended = await time.TryDelayAsync(TimeSpan.FromSeconds(c.ServiceTime * (0.1 + random.NextDouble())), abort);
        return new TaskRecord
        {
            Id = task.Id,
            Agent = agent,
            Group = task.Group.Name,
            Problem = "a",
            ProblemId = task.Problem.Id,
            Strategy = "direct",
            IsBaseline = task.IsBaseline,
            IntendedStart = intended,
            Start = start,
            End = time.GetTimestamp() / (double)TimeSpan.TicksPerSecond,
            State =
                !ended ? TaskState.Aborted
                : random.NextDouble() < c.FailureRate ? TaskState.Failed
                : TaskState.Solved,
            Steps = [],
        };
    }

    private static Workload WorkloadOf(Case c) =>
        new()
        {
            Seed = c.Seed,
            Baseline = c.Baseline,
            Load = new LoadSettings
            {
                Agents = c.Agents,
                Tasks = c.Tasks > 0 ? c.Tasks : null,
                Duration = c.Duration > 0 ? TimeSpan.FromSeconds(c.Duration) : null,
                Grace = TimeSpan.FromSeconds(c.Grace),
                Arrivals = c.IsOpen ? new ArrivalSettings { Rate = c.Rate } : null,
            },
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

    private static TimeSpan Or(int seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    private static RunFacts Facts(long planned, long notStarted, bool isOpen) =>
        new()
        {
            Name = "ledger",
            Id = "",
            Workload = "ledger",
            StartedUtc = DateTimeOffset.UnixEpoch,
            Simulated = true,
            Endpoints = [],
            Seed = 1,
            Agents = 1,
            OpenLoop = isOpen,
            PlannedTasks = planned,
            NotStarted = notStarted,
            DurationSeconds = 1,
            WindowStartSeconds = 0,
            WindowEndSeconds = 1000,
        };
}

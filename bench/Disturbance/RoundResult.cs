using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Disturbance;

/// <summary>What one disturbance did to a run.</summary>
internal sealed record RoundResult
{
    private const double GoalSeconds = 5,
        GoalMedianSeconds = 3,
        GoalPauseSeconds = 1,
        GoalLatencyRatio = 1.2,
        GoalShareDeviation = 0.05;

    /// <summary>Time from the disturbance until every agent works, seconds.</summary>
    public required double SecondsUntilAllWork { get; init; }

    /// <summary>Longest time without a step of an agent on a silo that was not disturbed, seconds.</summary>
    public required double LongestHealthyPause { get; init; }

    /// <summary>Planned tasks without a record.</summary>
    public required long LostTasks { get; init; }

    /// <summary>Records beyond one for each task.</summary>
    public required long DoubledTasks { get; init; }

    /// <summary>Calls that the node accepted.</summary>
    public required long NodeCalls { get; init; }

    /// <summary>Calls in the records.</summary>
    public required long RecordedCalls { get; init; }

    /// <summary>Calls that the run reports as lost.</summary>
    public required long LostCalls { get; init; }

    /// <summary>Duration of the disturbance, seconds.</summary>
    public double ReplacementSeconds { get; init; }

    /// <summary>p95 of task latency during the disturbance compared with before.</summary>
    public double LatencyRatio { get; init; }

    /// <summary>Share of the agents that the added silo holds 10 s after it joined.</summary>
    public double ShareOfNewSilo { get; init; }

    /// <summary>Calls that are in no count.</summary>
    public long UnexplainedCalls => NodeCalls - RecordedCalls - LostCalls;

    /// <summary>Adds the figures of several rounds to the results of the benchmark.</summary>
    public static void Report(IReadOnlyList<RoundResult> rounds, DisturbanceKind kind, Victim victim, BenchmarkResults results)
    {
        var suffix =
            kind is DisturbanceKind.Replace or DisturbanceKind.Join ? $", {kind}"
            : victim == Victim.Grain ? $", {kind} of the silo with the run's grain"
            : $", {kind} of a silo without the run's grain";
        if (kind is DisturbanceKind.Replace)
        {
            results.Add("time to replace all silos" + suffix, rounds.Max(round => round.ReplacementSeconds), "s");
            results.Add("p95 of task latency compared with before" + suffix, rounds.Max(round => round.LatencyRatio), "", GoalLatencyRatio);
            results.Add("lost calls" + suffix, rounds.Max(round => round.LostCalls), "calls", 0);
        }
        else if (kind is DisturbanceKind.Join)
        {
            var silos = DisturbedCluster.SiloCount + 1;
            results.Add("share of the added silo" + suffix, rounds.Min(round => round.ShareOfNewSilo), "");
            results.Add(
                "deviation from an equal share" + suffix,
                rounds.Max(round => Math.Abs(round.ShareOfNewSilo - (1.0 / silos))),
                "",
                GoalShareDeviation
            );
            results.Add("lost calls" + suffix, rounds.Max(round => round.LostCalls), "calls", 0);
        }
        else
        {
            double[] times = [.. rounds.Select(round => round.SecondsUntilAllWork)];
            results.Add("time until every agent works, maximum" + suffix, times.Max(), "s", GoalSeconds);
            results.Add("time until every agent works, median" + suffix, Median.Of(times), "s", GoalMedianSeconds);
            results.Add(
                "longest pause of an agent on another silo" + suffix,
                rounds.Max(round => round.LongestHealthyPause),
                "s",
                GoalPauseSeconds
            );
        }

        results.Add("tasks lost" + suffix, rounds.Max(round => round.LostTasks), "tasks", 0);
        results.Add("tasks recorded twice" + suffix, rounds.Max(round => round.DoubledTasks), "tasks", 0);
        results.Add("calls in no count" + suffix, rounds.Max(round => Math.Abs(round.UnexplainedCalls)), "calls", 0);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant(
            $"all work after {SecondsUntilAllWork:0.0} s, healthy pause {LongestHealthyPause:0.0} s, tasks lost {LostTasks} doubled "
        )
        + FormattableString.Invariant(
            $"{DoubledTasks}, node calls {NodeCalls} = {RecordedCalls} recorded + {LostCalls} lost + {UnexplainedCalls}, "
        )
        + FormattableString.Invariant($"p95 ratio {LatencyRatio:0.00}, share {ShareOfNewSilo:0.00}");
}

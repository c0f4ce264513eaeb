using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Disturbance;

/// <summary>Settings of a benchmark of disturbances.</summary>
/// <param name="Kind">What happens to silos.</param>
/// <param name="Agents">Agents of the run.</param>
/// <param name="Tasks">Tasks of the run.</param>
/// <param name="After">Time between the first task and the disturbance.</param>
/// <param name="Frozen">How long a frozen silo stands still.</param>
internal sealed record DisturbanceSettings(DisturbanceKind Kind, int Agents, int Tasks, TimeSpan After, TimeSpan Frozen);

/// <summary>One run that is disturbed once, on a new cluster.</summary>
internal static class DisturbanceRound
{
    private const double WarmUpSeconds = 3,
        JoinSeconds = 10;

    /// <summary>Runs it and prints one line.</summary>
    public static async Task<RoundResult> RunAsync(
        DisturbanceSettings settings,
        Victim victim,
        BenchmarkResults results,
        CancellationToken cancellationToken
    )
    {
        var kind = settings.Kind;
        await using var cluster = await DisturbedCluster.StartAsync(
            kind == DisturbanceKind.Cut,
            settings.Agents,
            FormattableString.Invariant($"tasks: {settings.Tasks}")
        );
        using var process = cluster.StartRun();
        var layout = await cluster.FindLayoutAsync(settings.Agents);
        await Task.Delay(settings.After, TimeProvider.System, cancellationToken);
        var silo = victim == Victim.Grain ? layout.Grain : (layout.Grain + 1) % DisturbedCluster.SiloCount;
        var start = TimeProvider.System.GetUtcNow();
        await cluster.DisturbAsync(kind, silo, settings.Frozen);
        var end = TimeProvider.System.GetUtcNow();
        var joined = kind == DisturbanceKind.Join ? await ShareOfNewSiloAsync(cluster, settings.Agents) : double.NaN;
        var ended = await process.EndAsync();
        var run = DisturbedRun.Read(
            cluster.FindResults() ?? throw new InvalidOperationException($"The run saved no results.\n{ended.All}"),
            start,
            end
        );
        var isOneSilo = kind is DisturbanceKind.Kill or DisturbanceKind.Freeze or DisturbanceKind.Cut;
        bool IsHealthy(int agent) => !isOneSilo || layout.SiloOf(agent) != silo;
        var round = new RoundResult
        {
            SecondsUntilAllWork = run.SecondsUntilAllWork(static _ => true),
            LongestHealthyPause = run.LongestPause(IsHealthy),
            LostTasks = run.LostTasks,
            DoubledTasks = run.DoubledTasks,
            NodeCalls = await cluster.CountCallsAsync(),
            RecordedCalls = run.RecordedCalls,
            LostCalls = run.LostCalls,
            ReplacementSeconds = (end - start).TotalSeconds,
            LatencyRatio = run.LatencyDuring / run.LatencyBefore(WarmUpSeconds),
            ShareOfNewSilo = joined,
        };
        results.Print($"  {kind} {victim}: {round}; losses: {(run.Losses.Count == 0 ? "none" : string.Join(", ", run.Losses))}");
        return round;
    }

    private static async Task<double> ShareOfNewSiloAsync(DisturbedCluster cluster, int agents)
    {
        await Task.Delay(TimeSpan.FromSeconds(JoinSeconds), TimeProvider.System);
        var layout = await cluster.FindLayoutAsync(1);
        return layout.AgentsOf(DisturbedCluster.SiloCount) / (double)agents;
    }
}

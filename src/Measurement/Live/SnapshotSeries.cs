namespace AgentLoad.Measurement.Live;

/// <summary>
/// Converts periodically read totals to snapshots. Rates cover the interval since the previous snapshot. Not thread-safe.
/// </summary>
/// <param name="plannedTasks">Tasks planned; null if the run is limited by duration.</param>
internal sealed class SnapshotSeries(long? plannedTasks = null)
{
    private LiveTotals _before = new();
    private double _beforeSeconds;
    private long? _requestedBefore;

    /// <summary>Creates the snapshot at <paramref name="nowSeconds"/>.</summary>
    /// <param name="nowSeconds">Seconds since the start of the run.</param>
    /// <param name="totals">Totals at this time.</param>
    /// <param name="requested">Tasks scheduled to start by this time; null in a closed loop.</param>
    public RunSnapshot Next(double nowSeconds, LiveTotals totals, long? requested = null)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var requestedBefore = _requestedBefore ?? 0;
        _requestedBefore = requested;
        var (before, length) = (_before, nowSeconds - _beforeSeconds);
        (_before, _beforeSeconds) = (totals, nowSeconds);

        // After the run grain moves to another silo, cluster totals are lower until every silo has reported to the new silo.
        double? PerSecond(long now, long then) => length > 0 ? Math.Max(0, now - then) / length : null;
        var (interval, latency) = (totals.Ttft.Since(before.Ttft), totals.Latency.Since(before.Latency));
        return new RunSnapshot
        {
            ElapsedSeconds = nowSeconds,
            PlannedTasks = plannedTasks,
            StartedTasks = totals.StartedTasks,
            StartedBaselines = totals.StartedBaselines,
            EndedTasks = totals.EndedTasks,
            ByState = totals.ByState,
            ActiveAgents = Math.Max(0, totals.StartedTasks - totals.EndedTasks),
            AgentsInCalls = Math.Max(0, totals.AgentsInCalls),
            AgentsInTools = Math.Max(0, totals.AgentsInTools),
            RequestedTasks = requested,
            RequestedPerSecond = requested is { } scheduled ? PerSecond(scheduled, requestedBefore) : null,
            StartedPerSecond = PerSecond(totals.StartedTasks - totals.StartedBaselines, before.StartedTasks - before.StartedBaselines),
            CallsInFlight = Math.Max(0, totals.StartedCalls - totals.EndedCalls),
            EndedCalls = totals.EndedCalls,
            ByOutcome = totals.ByOutcome,
            PromptTokens = totals.PromptTokens,
            CompletionTokens = totals.CompletionTokens,
            PromptTokensPerSecond = PerSecond(totals.PromptTokens, before.PromptTokens),
            CompletionTokensPerSecond = PerSecond(totals.CompletionTokens, before.CompletionTokens),
            CallsPerSecond = PerSecond(totals.EndedCalls, before.EndedCalls),
            TasksPerHour = nowSeconds > 0 ? totals.EndedTasks * 3600.0 / nowSeconds : null,
            IntervalTtftP50Seconds = interval.Percentile(0.50),
            IntervalTtftP95Seconds = interval.Percentile(0.95),
            TtftP50Seconds = totals.Ttft.Percentile(0.50),
            TtftP95Seconds = totals.Ttft.Percentile(0.95),
            IntervalLatencyP50Seconds = latency.Percentile(0.50),
            IntervalLatencyP95Seconds = latency.Percentile(0.95),
            LatencyP50Seconds = totals.Latency.Percentile(0.50),
            LatencyP95Seconds = totals.Latency.Percentile(0.95),
        };
    }
}

namespace AgentLoad.Measurement.Live;

/// <summary>Turns totals, read now and then, into snapshots whose rates are those of the interval since the snapshot before. Not thread-safe.</summary>
/// <param name="plannedTasks">Tasks planned; null where the plan is a duration.</param>
public sealed class SnapshotSeries(long? plannedTasks = null)
{
    private LiveTotals _before = new();
    private double _beforeSeconds;
    private long? _requestedBefore;

    /// <summary>The run as it is <paramref name="nowSeconds"/> after its start.</summary>
    /// <param name="nowSeconds">The instant.</param>
    /// <param name="totals">What was counted by then.</param>
    /// <param name="requested">Tasks that were to begin by then; null in closed loop.</param>
    public RunSnapshot Next(double nowSeconds, LiveTotals totals, long? requested = null)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var requestedBefore = _requestedBefore ?? 0;
        _requestedBefore = requested;
        var (before, length) = (_before, nowSeconds - _beforeSeconds);
        (_before, _beforeSeconds) = (totals, nowSeconds);

        // Totals of a cluster go back for a moment while the run moves to another silo, until every silo has reported there.
        double? PerSecond(long now, long then) => length > 0 ? Math.Max(0, now - then) / length : null;
        var (interval, latency) = (totals.Ttft.Since(before.Ttft), totals.Latency.Since(before.Latency));
        return new RunSnapshot
        {
            ElapsedSeconds = nowSeconds,
            PlannedTasks = plannedTasks,
            StartedTasks = totals.StartedTasks,
            EndedTasks = totals.EndedTasks,
            ByState = totals.ByState,
            ActiveAgents = Math.Max(0, totals.StartedTasks - totals.EndedTasks),
            AgentsInCalls = Math.Max(0, totals.AgentsInCalls),
            AgentsInTools = Math.Max(0, totals.AgentsInTools),
            RequestedTasks = requested,
            RequestedPerSecond = requested is { } asked ? PerSecond(asked, requestedBefore) : null,
            StartedPerSecond = PerSecond(totals.StartedTasks, before.StartedTasks),
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

namespace AgentLoad.Measurement.Live;

/// <summary>Turns totals, read now and then, into snapshots whose rates are those of the interval since the snapshot before. Not thread-safe.</summary>
/// <param name="plannedTasks">Tasks planned; null where the plan is a duration.</param>
public sealed class SnapshotSeries(long? plannedTasks = null)
{
    private LiveTotals _before = new();
    private double _beforeSeconds;

    /// <summary>The run as it is <paramref name="nowSeconds"/> after its start.</summary>
    public RunSnapshot Next(double nowSeconds, LiveTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var (before, length) = (_before, nowSeconds - _beforeSeconds);
        (_before, _beforeSeconds) = (totals, nowSeconds);
        double? PerSecond(long now, long then) => length > 0 ? (now - then) / length : null;
        var interval = totals.Ttft.Since(before.Ttft);
        return new RunSnapshot
        {
            ElapsedSeconds = nowSeconds,
            PlannedTasks = plannedTasks,
            StartedTasks = totals.StartedTasks,
            EndedTasks = totals.EndedTasks,
            ByState = totals.ByState,
            ActiveAgents = Math.Max(0, totals.StartedTasks - totals.EndedTasks),
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
        };
    }
}

using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Live;

/// <summary>
/// Counts a run while it goes on. Thread-safe and cheap: writers are spread over stripes, and a snapshot holds none of them up
/// for longer than a few additions.
/// </summary>
/// <param name="plannedTasks">Tasks planned; null where the plan is a duration.</param>
public sealed class LiveAggregate(long? plannedTasks = null)
{
    private readonly LiveStripe[] _stripes = [.. Enumerable.Range(0, Math.Min(16, Environment.ProcessorCount)).Select(static _ => new LiveStripe())];
    private readonly LogLinearHistogram _ttft = new();
    private readonly Lock _snapshot = new();
    private long _callsStarted;
    private long _tasksStarted;
    private RunSnapshot? _previous;

    private LiveStripe Stripe => _stripes[(uint)Thread.GetCurrentProcessorId() % (uint)_stripes.Length];

    /// <summary>A call was sent.</summary>
    public void CallStarted() => Interlocked.Increment(ref _callsStarted);

    /// <summary>A call that was started ended.</summary>
    public void CallEnded(CallRecord call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Stripe.Record(call);
    }

    /// <summary>An agent began a task.</summary>
    public void TaskStarted() => Interlocked.Increment(ref _tasksStarted);

    /// <summary>A task that was started ended. Its calls are not counted here: <see cref="CallEnded"/> did.</summary>
    public void TaskEnded(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Stripe.Record(task.State);
    }

    /// <summary>The run as it is <paramref name="nowSeconds"/> after its start. The interval of the rates begins at the snapshot before.</summary>
    public RunSnapshot Snapshot(double nowSeconds)
    {
        lock (_snapshot)
        {
            var totals = new LiveTotals();
            foreach (var stripe in _stripes)
                stripe.DrainInto(totals);
            _ttft.Merge(totals.IntervalTtft);
            // Read after the ends, so that no call or task seems to have ended before it started.
            var (callsStarted, tasksStarted) = (Interlocked.Read(ref _callsStarted), Interlocked.Read(ref _tasksStarted));
            return _previous = Describe(nowSeconds, totals, callsStarted, tasksStarted);
        }
    }

    private RunSnapshot Describe(double now, LiveTotals totals, long callsStarted, long tasksStarted)
    {
        var (calls, tasks) = (totals.Outcomes.Total, totals.States.Total);
        var length = now - (_previous?.ElapsedSeconds ?? 0);
        double? PerSecond(long count, long? before) => length > 0 ? (count - (before ?? 0)) / length : null;
        return new RunSnapshot
        {
            ElapsedSeconds = now,
            PlannedTasks = plannedTasks,
            StartedTasks = tasksStarted,
            EndedTasks = tasks,
            ByState = totals.States.ToDictionary(),
            ActiveAgents = Math.Max(0, tasksStarted - tasks),
            CallsInFlight = Math.Max(0, callsStarted - calls),
            EndedCalls = calls,
            ByOutcome = totals.Outcomes.ToDictionary(),
            PromptTokens = totals.PromptTokens,
            CompletionTokens = totals.CompletionTokens,
            PromptTokensPerSecond = PerSecond(totals.PromptTokens, _previous?.PromptTokens),
            CompletionTokensPerSecond = PerSecond(totals.CompletionTokens, _previous?.CompletionTokens),
            CallsPerSecond = PerSecond(calls, _previous?.EndedCalls),
            TasksPerHour = now > 0 ? tasks * 3600.0 / now : null,
            IntervalTtftP50Seconds = totals.IntervalTtft.Percentile(0.50),
            IntervalTtftP95Seconds = totals.IntervalTtft.Percentile(0.95),
            TtftP50Seconds = _ttft.Percentile(0.50),
            TtftP95Seconds = _ttft.Percentile(0.95),
        };
    }
}

using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Live;

/// <summary>
/// Counts what agents do while they do it. Thread-safe and cheap: writers are spread over stripes, and a reader holds none of them up
/// for longer than a few additions.
/// </summary>
public sealed class LiveAggregate
{
    private readonly LiveStripe[] _stripes =
    [
        .. Enumerable.Range(0, Math.Min(16, Environment.ProcessorCount)).Select(static _ => new LiveStripe()),
    ];
    private long _callsStarted;
    private long _tasksStarted;
    private long _agentsInCalls;
    private long _agentsInTools;

    private LiveStripe Stripe => _stripes[(uint)Thread.GetCurrentProcessorId() % (uint)_stripes.Length];

    /// <summary>A call was sent.</summary>
    public void CallStarted() => Interlocked.Increment(ref _callsStarted);

    /// <summary>A call that was started ended.</summary>
    /// <param name="call">What came of it.</param>
    /// <param name="latencySeconds">Its end − sent.</param>
    public void CallEnded(CallRecord call, double latencySeconds)
    {
        ArgumentNullException.ThrowIfNull(call);
        Stripe.Record(call, latencySeconds);
    }

    /// <summary>So many agents more (or fewer) wait for a model, and for a tool.</summary>
    public void AgentsMoved(int inCalls, int inTools)
    {
        if (inCalls != 0)
        {
            Interlocked.Add(ref _agentsInCalls, inCalls);
        }

        if (inTools != 0)
        {
            Interlocked.Add(ref _agentsInTools, inTools);
        }
    }

    /// <summary>An agent began a task.</summary>
    public void TaskStarted() => Interlocked.Increment(ref _tasksStarted);

    /// <summary>A task that was started goes on elsewhere, where it counts as started.</summary>
    public void TaskLeft() => Interlocked.Decrement(ref _tasksStarted);

    /// <summary>A task that was started ended. Its calls are not counted here: <see cref="CallEnded"/> did.</summary>
    public void TaskEnded(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Stripe.Record(task.State);
    }

    /// <summary>All that was counted so far.</summary>
    public LiveTotals Read()
    {
        var totals = new LiveTotals();
        foreach (var stripe in _stripes)
        {
            stripe.AddTo(totals);
        }
        // Read after the ends, so that no call or task seems to have ended before it started.
        (totals.StartedCalls, totals.StartedTasks) = (Interlocked.Read(ref _callsStarted), Interlocked.Read(ref _tasksStarted));
        (totals.AgentsInCalls, totals.AgentsInTools) = (Interlocked.Read(ref _agentsInCalls), Interlocked.Read(ref _agentsInTools));
        return totals;
    }
}

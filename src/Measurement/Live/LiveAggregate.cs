using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Live;

/// <summary>
/// Counts the activity of agents during a run. Thread-safe: writers are distributed over stripes, so that readers and other writers rarely
/// block them.
/// </summary>
internal sealed class LiveAggregate
{
    private readonly LiveStripe[] _stripes =
    [
        .. Enumerable.Range(0, Math.Min(16, Environment.ProcessorCount)).Select(static _ => new LiveStripe()),
    ];
    private long _callsStarted;
    private long _tasksStarted;
    private long _baselinesStarted;
    private long _agentsInCalls;
    private long _agentsInTools;

    private LiveStripe Stripe => _stripes[(uint)Thread.GetCurrentProcessorId() % (uint)_stripes.Length];

    /// <summary>Counts a call that was sent.</summary>
    public void OnCallStarted() => Interlocked.Increment(ref _callsStarted);

    /// <summary>Counts the end of a call.</summary>
    /// <param name="call">Record of the call.</param>
    /// <param name="latencySeconds">Time from sent to end, seconds.</param>
    public void OnCallEnded(CallRecord call, double latencySeconds)
    {
        ArgumentNullException.ThrowIfNull(call);
        Stripe.Record(call, latencySeconds);
    }

    /// <summary>Changes the number of agents that wait for a model and of agents that wait for a tool.</summary>
    public void OnWaitingChanged(int inCalls, int inTools)
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

    /// <summary>Counts the start of a task.</summary>
    public void OnTaskStarted(bool isBaseline = false)
    {
        Interlocked.Increment(ref _tasksStarted);
        if (isBaseline)
        {
            Interlocked.Increment(ref _baselinesStarted);
        }
    }

    /// <summary>Removes a started task that continues on another host, which counts it as started.</summary>
    public void OnTaskMigrated() => Interlocked.Decrement(ref _tasksStarted);

    /// <summary>Counts the end of a task. Calls are counted by <see cref="OnCallEnded"/>.</summary>
    public void OnTaskEnded(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Stripe.Record(task.State);
    }

    /// <summary>Returns the totals since the start of the run.</summary>
    public LiveTotals Read()
    {
        var totals = new LiveTotals();
        foreach (var stripe in _stripes)
        {
            stripe.AddTo(totals);
        }
        // Started counts are read after ended counts, so that the number of ended calls or tasks never exceeds the number started.
        (totals.StartedCalls, totals.StartedTasks) = (Interlocked.Read(ref _callsStarted), Interlocked.Read(ref _tasksStarted));
        totals.StartedBaselines = Interlocked.Read(ref _baselinesStarted);
        (totals.AgentsInCalls, totals.AgentsInTools) = (Interlocked.Read(ref _agentsInCalls), Interlocked.Read(ref _agentsInTools));
        return totals;
    }
}

using AgentLoad.Agents.Load;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Hosting;

/// <summary>The work of one run as every host of agents does it: a planned task becomes its record, and its calls are counted as they happen.</summary>
/// <param name="workload">A validated workload.</param>
/// <param name="connections">Its model servers; owned by the caller.</param>
/// <param name="clock">The run's clock.</param>
public sealed class AgentWork(Workload workload, Connections connections, RunClock clock) : ICallObserver
{
    private readonly TaskPlans _plans = new(workload, connections.Bind);
    private readonly RunWindow _window = new(workload.Load);
    private readonly LiveAggregate _live = new();

    /// <summary>The run's clock.</summary>
    public RunClock Clock => clock;

    /// <summary>All that was counted so far.</summary>
    public LiveTotals Read() => _live.Read();

    /// <summary>Does a task. Never throws: what goes wrong is the record's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">Who does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    /// <param name="abort">Ends it as aborted.</param>
    public async Task<TaskRecord> DoAsync(PlannedTask task, int agent, double intendedStart, CancellationToken abort)
    {
        _live.TaskStarted();
        var record = await TaskRunner.RunAsync(_plans.For(task, agent, intendedStart), clock, this, abort).ConfigureAwait(false);
        return record with { InWindow = _window.Includes(record.End) };
    }

    /// <summary>Counts the end of a task, once its record is safe.</summary>
    public void Saved(TaskRecord task) => _live.TaskEnded(task);

    /// <inheritdoc/>
    public void CallStarted() => _live.CallStarted();

    /// <inheritdoc/>
    public void CallEnded(StepRecord step) => _live.CallEnded(step.Call!);
}

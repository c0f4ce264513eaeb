using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>The work of one run, the same on every host: turns a planned task into its record and counts its calls.</summary>
/// <param name="workload">A validated workload.</param>
/// <param name="connections">Its model servers, owned by the caller.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="observer">Receives agent events; null for none.</param>
/// <param name="wrap">Wraps the clients of the model servers; null to use them as they are.</param>
internal sealed class AgentWork(
    Workload workload,
    Connections connections,
    RunClock clock,
    IAgentObserver? observer = null,
    Func<IModelClient, IModelClient>? wrap = null
)
{
    private readonly TaskPlans _plans = new(
        workload,
        (group, role) => connections.Bind(group, role) is var bound && wrap is not null ? bound with { Client = wrap(bound.Client) } : bound
    );
    private readonly LiveAggregate _live = new();
    private readonly IAgentObserver _observer = observer ?? NullObserver.Instance;
    private readonly HashSet<string> _openGroups =
    [
        .. workload
            .Groups.Where(group => group.Arrivals is not null || (group.Agents is null && workload.Load.Arrivals is not null))
            .Select(group => group.Name),
    ];
    private readonly LiveTaskSelector _spotlight = new();

    /// <summary>The run's clock.</summary>
    public RunClock Clock => clock;

    /// <summary>One task step by step; null before the first one.</summary>
    public RunningTask? Running => _spotlight.Read();

    /// <summary>All counts so far.</summary>
    public LiveTotals Read() => _live.Read();

    /// <summary>Does a task. Never throws: a failure is the record's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">The agent that does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    /// <param name="abort">Aborts it.</param>
    public async Task<TaskRecord> DoAsync(PlannedTask task, int agent, double intendedStart, CancellationToken abort) =>
        (await DoAsync(task, agent, intendedStart, null, CancellationToken.None, abort).ConfigureAwait(false)).Record!;

    /// <summary>Does a task to its end, or until it leaves this host. Never throws: a failure is the record's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">The agent that does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    /// <param name="carried">What an earlier host did of the task; null for a task that has not started.</param>
    /// <param name="leave">Makes the task leave this host once its running steps have ended.</param>
    /// <param name="abort">Aborts it.</param>
    /// <param name="spread">Hosts that share its concurrent calls; null if it runs on this host only.</param>
    public async Task<TaskOutcome> DoAsync(
        PlannedTask task,
        int agent,
        double intendedStart,
        TaskSnapshot? carried,
        CancellationToken leave,
        CancellationToken abort,
        IWaveDistributor? spread = null
    )
    {
        _live.OnTaskStarted(task.IsBaseline);
        _observer.OnTaskStarted();
        var watch = new TaskMonitor(_live, _observer, _plans.For(task, agent, intendedStart) with { Distributor = spread }, clock);
        _spotlight.Offer(watch, clock.Now);
        var outcome = await TaskRunner.RunAsync(watch.Plan, clock, watch, carried, leave, abort).ConfigureAwait(false);
        watch.OnEnded(outcome.Record);
        if (outcome.Record is null)
        {
            _live.OnTaskMigrated();
            _observer.OnTaskMigrated();
        }

        return outcome;
    }

    /// <summary>Makes a part of the concurrent calls of a task that runs on another host.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">The agent on the other host.</param>
    /// <param name="part">The calls.</param>
    /// <param name="abort">Aborts them.</param>
    public Task<IReadOnlyList<StepSnapshot>> WaveAsync(PlannedTask task, int agent, IReadOnlyList<CallSpec> part, CancellationToken abort)
    {
        var plan = _plans.For(task, agent, 0);
        return Waves.RunPartAsync(plan, clock, new TaskMonitor(_live, _observer, plan, clock), part, abort);
    }

    /// <summary>Counts a task as not done here: another host recorded it first.</summary>
    public void OnDropped() => _live.OnTaskMigrated();

    /// <summary>Counts the end of a task after its record was saved.</summary>
    public void OnSaved(TaskRecord task)
    {
        _spotlight.See(task);
        _live.OnTaskEnded(task);
        _observer.OnTaskEnded(new EndedTask(task, clock, _openGroups.Contains(task.Group)));
    }
}

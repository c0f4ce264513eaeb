using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>The work of one run as every host of agents does it: a planned task becomes its record, and its calls are counted as they happen.</summary>
/// <param name="workload">A validated workload.</param>
/// <param name="connections">Its model servers; owned by the caller.</param>
/// <param name="clock">The run's clock.</param>
/// <param name="observer">Learns of everything that happens; null for nobody.</param>
public sealed class AgentWork(Workload workload, Connections connections, RunClock clock, IAgentObserver? observer = null)
{
    private readonly TaskPlans _plans = new(workload, connections.Bind);
    private readonly RunWindow _window = new(workload.Load);
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

    /// <summary>One task step by step; null where none has begun.</summary>
    public RunningTask? Running => _spotlight.Read();

    /// <summary>All that was counted so far.</summary>
    public LiveTotals Read() => _live.Read();

    /// <summary>Does a task. Never throws: what goes wrong is the record's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">Who does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    /// <param name="abort">Ends it as aborted.</param>
    public async Task<TaskRecord> DoAsync(PlannedTask task, int agent, double intendedStart, CancellationToken abort) =>
        (await DoAsync(task, agent, intendedStart, null, CancellationToken.None, abort).ConfigureAwait(false)).Record!;

    /// <summary>Does a task to its end, or until it leaves this host. Never throws: what goes wrong is the record's state.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">Who does it.</param>
    /// <param name="intendedStart">Seconds since the start of the run.</param>
    /// <param name="carried">What an earlier host did of it; null for a task that begins.</param>
    /// <param name="leave">Has it leave this host, once its steps under way have ended.</param>
    /// <param name="abort">Ends it as aborted.</param>
    /// <param name="spread">Hosts that share wide waves of its calls; null where it stays here.</param>
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
        _live.OnTaskStarted();
        _observer.OnTaskStarted();
        var watch = new TaskMonitor(_live, _observer, _plans.For(task, agent, intendedStart) with { Distributor = spread }, clock);
        _spotlight.Offer(watch, clock.Now);
        var outcome = await TaskRunner.RunAsync(watch.Plan, clock, watch, carried, leave, abort).ConfigureAwait(false);
        watch.OnEnded(outcome.Record);
        if (outcome.Record is { } record)
        {
            return outcome with { Record = record with { InWindow = _window.Includes(record.End) } };
        }

        _live.OnTaskMigrated();
        _observer.OnTaskMigrated();
        return outcome;
    }

    /// <summary>Does a part of a wave of calls for a task of another host.</summary>
    /// <param name="task">The task.</param>
    /// <param name="agent">Who does it, there.</param>
    /// <param name="part">The calls.</param>
    /// <param name="abort">Ends them as aborted.</param>
    public Task<IReadOnlyList<StepSnapshot>> WaveAsync(PlannedTask task, int agent, IReadOnlyList<CallSpec> part, CancellationToken abort)
    {
        var plan = _plans.For(task, agent, 0);
        return Waves.RunPartAsync(plan, clock, new TaskMonitor(_live, _observer, plan, clock), part, abort);
    }

    /// <summary>Counts the end of a task, once its record is safe.</summary>
    public void OnSaved(TaskRecord task)
    {
        _spotlight.See(task);
        _live.OnTaskEnded(task);
        _observer.OnTaskEnded(new EndedTask(task, clock, _openGroups.Contains(task.Group)));
    }
}

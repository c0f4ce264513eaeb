using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// One run on one silo: what its agents there share. Agents write to plain objects; the run's grain receives their sum twice a second
/// (<see cref="SiloReporter"/>), and never a single call.
/// </summary>
internal sealed class SiloRun : IAsyncDisposable
{
    private readonly RunSpec _spec;
    private readonly IRecordLog _log;
    private readonly LocalSilo _silo;
    private readonly IGrainFactory _grains;
    private readonly IClusterMembershipService _membership;
    private readonly Schedule _schedule;
    private readonly AgentWork _work;
    private readonly HostHealth _health;
    private readonly SiloReporter _reporter;
    private readonly TaskExchange _exchange;
    private readonly CancellationTokenRegistration _closing;

    public SiloRun(
        RunSpec spec,
        IRunGrain grain,
        Workload workload,
        Connections connections,
        IRecordLog log,
        LocalSilo silo,
        IGrainFactory grains,
        IClusterMembershipService membership,
        SiloTopology topology,
        TimeProvider time,
        IAgentObserver observer
    )
    {
        (_spec, _log, _silo, _grains, _membership) = (spec, log, silo, grains, membership);
        var sinceStart = time.GetUtcNow() - spec.StartedUtc;
        Clock = new RunClock(time, time.GetTimestamp() - (long)(sinceStart.TotalSeconds * time.TimestampFrequency), spec.RunId);
        _schedule = new Schedule(workload, WorkloadInputs.Default.Problems);
        // An embedded silo ends together with its run, so no call can be lost.
        var counter = topology.IsClustered ? new CallCounter(log, spec.RunId, silo.Address, () => _reporter!.AbortAsync()) : null;
        _work = new AgentWork(
            workload,
            connections,
            Clock,
            observer,
            counter is null ? null : client => new CountedClient(client, counter)
        );
        _health = new HostHealth(time);
        Tasks = new SiloTasks(silo.Address, _schedule, topology.IsClustered, time);
        _reporter = new SiloReporter(spec.RunId, grain, log, Describe, time);
        _exchange = new TaskExchange(Tasks, grain, time);
        _closing = Closing.Register(Tasks.Close);
    }

    /// <summary>The run's clock.</summary>
    public RunClock Clock { get; }

    /// <summary>Tasks and agents of the run on this silo.</summary>
    public SiloTasks Tasks { get; }

    /// <summary>Cancelled when running tasks must be aborted.</summary>
    public CancellationToken Abort => _reporter.Abort;

    /// <summary>Cancelled when no more tasks start: delays between tasks end.</summary>
    public CancellationToken Closing => _reporter.Closing;

    /// <summary>One task of this silo step by step.</summary>
    public RunningTask? Running => _work.Running;

    /// <summary>Does a task to its end, or until its agent leaves this silo. The record is not saved yet.</summary>
    /// <returns>The outcome, and the calls in it by the silo that made them.</returns>
    public async Task<(TaskOutcome Outcome, IReadOnlyDictionary<string, int> Calls)> DoAsync(
        Assignment assignment,
        int agent,
        CancellationToken leave
    )
    {
        var (task, start) = (assignment.Task, assignment.IntendedStart);
        var spread = SpreadOf(assignment, agent);
        var outcome = await _work.DoAsync(task, agent, start, assignment.Carried, leave, Abort, spread).ConfigureAwait(false);
        var calls = new CallOrigins(assignment.Carried?.Hosts, spread?.Calls).Of(outcome, _silo.Address);
        return (outcome.Snapshot is { } snapshot ? outcome with { Snapshot = snapshot with { Hosts = calls } } : outcome, calls);
    }

    /// <summary>Makes a part of the concurrent calls of a task that runs on another silo.</summary>
    public async Task<CarriedData> WaveAsync(BranchRequest request)
    {
        var calls = RecordCodec.ReadCalls(request.Calls);
        var steps = await _work.WaveAsync(TaskOf(request.Ticket), request.Agent, calls, Abort).ConfigureAwait(false);
        var made = new TaskSnapshot(0, steps);
        made = made with { Hosts = new Dictionary<string, int> { [_silo.Address] = made.Calls } };
        return new CarriedData(RecordCodec.Write(made), steps.Count);
    }

    /// <summary>The assignment that a ticket stands for.</summary>
    public Assignment Recall(Ticket ticket) =>
        new(TaskOf(ticket), ticket.IntendedStart)
        {
            Carried = ticket.Carried is { } carried ? RecordCodec.ReadCarried(carried.Bytes) : null,
        };

    /// <summary>Saves a record. If another host has already recorded the task, the earlier record stands.</summary>
    /// <param name="record">The record.</param>
    /// <param name="calls">Its calls by the silo that made them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task SaveAsync(TaskRecord record, IReadOnlyDictionary<string, int> calls, CancellationToken cancellationToken)
    {
        if (await _log.AppendAsync(_spec.RunId, record, calls, cancellationToken).ConfigureAwait(false))
        {
            _work.OnSaved(record);
        }
        else
        {
            _work.OnDropped();
        }

        Tasks.End(record.Id);
    }

    /// <summary>What this silo has done so far.</summary>
    public SiloReport Describe() =>
        new()
        {
            Silo = _silo.Address,
            At = Clock.Now,
            Totals = TotalsData.Of(_work.Read()),
            Error = _log.Error,
            Health = HealthData.Of(_health.Read()),
        };

    /// <summary>Sends the last report and ends this silo's part in the run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.DisposeAsync().ConfigureAwait(false);
        await _exchange.DisposeAsync().ConfigureAwait(false);
        await _reporter.DisposeAsync().ConfigureAwait(false);
    }

    private PlannedTask TaskOf(Ticket ticket) =>
        _schedule.Recall(ticket.Id, ticket.Group, ticket.Number, ticket.IsBaseline) with
        {
            Attempt = ticket.Attempt,
        };

    private SiloSpread? SpreadOf(Assignment assignment, int agent) =>
        assignment.Task is { Group.Spread: true, IsBaseline: false }
            ? new SiloSpread(_spec.RunId, Ticket.Of(assignment with { Carried = null }), agent, _grains, _membership, Clock.Time)
            : null;
}

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
/// One run on one silo: what all of its agents here share. Agents write to plain objects; the run's grain hears a report of them twice a
/// second, and never of a single call.
/// </summary>
internal sealed class SiloRun : IAsyncDisposable
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(500);

    private readonly RunSpec _order;
    private readonly IRunGrain _grain;
    private readonly IRecordLog _log;
    private readonly LocalSilo _self;
    private readonly IGrainFactory _grains;
    private readonly IClusterMembershipService _membership;
    private readonly Schedule _schedule;
    private readonly AgentWork _work;
    private readonly HostHealth _health;
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _noneLeft = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reporting;
    private long _savedCalls;

    public SiloRun(
        RunSpec order,
        IRunGrain grain,
        Workload workload,
        Connections connections,
        IRecordLog log,
        LocalSilo self,
        IGrainFactory grains,
        IClusterMembershipService membership,
        TimeProvider time,
        IAgentObserver observer
    )
    {
        (_order, _grain, Workload, _log, _self, _grains, _membership) = (order, grain, workload, log, self, grains, membership);
        var sinceStart = time.GetUtcNow() - order.StartedUtc;
        Clock = new RunClock(time, time.GetTimestamp() - (long)(sinceStart.TotalSeconds * time.TimestampFrequency));
        _schedule = new Schedule(workload, WorkloadInputs.Default.Problems);
        _work = new AgentWork(workload, connections, Clock, observer);
        _health = new HostHealth(time);
        _reporting = ReportAsync();
    }

    public Workload Workload { get; }

    public RunClock Clock { get; }

    /// <summary>Cancelled where tasks under way are to be aborted.</summary>
    public CancellationToken Abort => _abort.Token;

    /// <summary>Cancelled where no new tasks are handed out: pauses between tasks end.</summary>
    public CancellationToken NoneLeft => _noneLeft.Token;

    /// <summary>Pause of a group between two tasks of an agent.</summary>
    public TimeSpan ThinkTimeOf(string group) => Workload.Groups.Single(g => g.Name == group).ThinkTime;

    /// <summary>One task of this silo step by step.</summary>
    public RunningTask? Running => _work.Running;

    /// <summary>
    /// Does a task to its end, or until the silo leaves. Gives the record, which is not saved yet, or else the ticket that goes on elsewhere.
    /// </summary>
    public async Task<(TaskRecord? Record, Ticket Ticket)> DoAsync(
        Ticket ticket,
        int agent,
        CancellationToken leave,
        CancellationToken abort
    )
    {
        var task = Recall(ticket);
        var carried = ticket.Carried is { } data ? RecordCodec.ReadCarried(data.Bytes) : null;
        var outcome = await _work
            .DoAsync(task, agent, ticket.IntendedStart, carried, leave, abort, SpreadOf(task, ticket, agent))
            .ConfigureAwait(false);
        // Calls that other silos made are counted there.
        Interlocked.Add(ref _savedCalls, -outcome.RemoteCalls);
        if (outcome.Snapshot is not { } left)
        {
            return (outcome.Record, ticket);
        }

        Interlocked.Add(ref _savedCalls, left.Calls);
        return (null, ticket with { Carried = new CarriedData(RecordCodec.Write(left), left.Calls) });
    }

    /// <summary>Does a part of a wave of calls for a task of another silo.</summary>
    public async Task<CarriedData> WaveAsync(BranchRequest order)
    {
        var steps = await _work
            .WaveAsync(Recall(order.Ticket), order.Agent, RecordCodec.ReadCalls(order.Calls), Abort)
            .ConfigureAwait(false);
        Interlocked.Add(ref _savedCalls, steps.Count);
        return new CarriedData(RecordCodec.Write(new TaskSnapshot(0, steps)), steps.Count);
    }

    private PlannedTask Recall(Ticket ticket) =>
        _schedule.Recall(ticket.Id, ticket.Group, ticket.Number, ticket.IsBaseline) with
        {
            Attempt = ticket.Attempt,
        };

    private SiloSpread? SpreadOf(PlannedTask task, Ticket ticket, int agent) =>
        task.Group.Spread && !task.IsBaseline ? new SiloSpread(_order.RunId, ticket, agent, _grains, _membership, Clock.Time) : null;

    /// <summary>Saves a record; where its task was recorded before, by a host taken for dead, the earlier record stands.</summary>
    public async Task SaveAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        await _log.AppendAsync(_order.RunId, record, cancellationToken).ConfigureAwait(false);
        Interlocked.Add(ref _savedCalls, record.Steps.Count(static step => step.Call is not null));
        _work.OnSaved(record);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _reporting.ConfigureAwait(false);
        _abort.Dispose();
        _noneLeft.Dispose();
        _ended.Dispose();
    }

    private async Task ReportAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            await Task.Delay(ReportEvery, Clock.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await FollowAsync(await _grain.ReportAsync(Describe()).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception e) when (GrainCalls.IsTransient(e))
            {
                // The grain is moving to another silo; the next report carries all that this one did.
            }
        }
    }

    private async Task FollowAsync(RunPhase phase)
    {
        if (phase > RunPhase.Running && !_noneLeft.IsCancellationRequested)
        {
            await _noneLeft.CancelAsync().ConfigureAwait(false);
        }

        if (phase == RunPhase.Aborting && !_abort.IsCancellationRequested)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>What was done here so far.</summary>
    public SiloReport Describe() =>
        new()
        {
            Silo = _self.Address,
            SavedCalls = Interlocked.Read(ref _savedCalls),
            Totals = TotalsData.Of(_work.Read()),
            Error = _log.Error,
            Health = HealthData.Of(_health.Read()),
        };
}

using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace AgentLoad.Agents.Grains;

/// <summary>
/// One run. Agents pull their tasks from it; ten times a second it looks after what nobody asks for: agents to start, silos that died, the
/// end of the duration, the end of the run. Losing its memory loses nothing: it asks the agents and the records what there is.
/// </summary>
[Reentrant, KeepAlive]
internal sealed partial class RunGrain(
    [PersistentState("run", SiloStorage.Name)] IPersistentState<RunState> state,
    IClusterMembershipService membership,
    IRecordLog log,
    TimeProvider time,
    ILogger<RunGrain> logger
) : Grain, IRunGrain, IRemindable
{
    private const int IncarnationsPerWake = 1_000_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, AgentStatus> _left = [];
    private readonly SiloReports _reports = new();
    private readonly Dictionary<string, string> _troubles = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Workload? _workload;
    private Schedule? _schedule;
    private TaskAssignments? _ledger;
    private readonly SemaphoreSlim _starting = new(512);
    private readonly SemaphoreSlim _saving = new(1);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private int _started;
    private int _beginning;
    private (int Agents, int Tasks) _lostBefore;
    private bool _isTicking;
    private bool _isKeeping;
    private long _kept = time.GetTimestamp();

    private RunState State => state.State;

    private double Now => (time.GetUtcNow() - State.Spec!.StartedUtc).TotalSeconds;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _reports.Restore(State.Reports);
        if (State.Phase is RunPhase.Preparing)
        {
            Work(ConnectAsync);
        }
        else if (State.Phase is RunPhase.Running or RunPhase.Draining or RunPhase.Aborting)
        {
            Work(RecoverAsync);
        }

        return Task.CompletedTask;
    }

    public async Task PrepareAsync(RunSpec order)
    {
        if (State.Phase != RunPhase.None)
        {
            return;
        }

        (State.Spec, State.Phase) = (order, RunPhase.Preparing);
        await SaveAsync();
        Work(ConnectAsync);
    }

    public async Task BeginAsync()
    {
        if (State.Phase != RunPhase.Prepared)
        {
            return;
        }

        (State.Spec, State.Phase) = (State.Spec! with { StartedUtc = time.GetUtcNow() }, RunPhase.Running);
        Read();
        await SaveAsync();
        Open();
    }

    public async Task<AssignmentReply> NextAsync(AssignmentRequest ask)
    {
        await _ready.Task;
        var order = _ledger!.Next(ask, State.Phase == RunPhase.Running && !(ask.Free >= _workload!.Load.Duration?.TotalSeconds));
        if (order.Ticket is not null && _schedule!.IsOpen)
        {
            // Whoever begins no longer waits: somebody else must wait for the arrivals to come.
            Grow();
        }

        return order;
    }

    public async Task FinishedAsync(int agent, int incarnation, Ticket? unbegun)
    {
        await _ready.Task;
        _ledger!.Finish(agent, incarnation, unbegun);
    }

    public Task LeaveAsync(int agent, AgentStatus status)
    {
        if (!_ready.Task.IsCompleted)
        {
            // Whoever leaves cannot be asked before it has left: waiting for each other would be for ever.
            _left[agent] = status;
        }
        else if (_ledger!.Release(agent, status) is { } start)
        {
            Start(agent, start);
        }

        return Task.CompletedTask;
    }

    public Task SiloLeavesAsync(string silo)
    {
        _leaving.Add(silo);
        return State.Silos.Remove(silo) ? SaveAsync() : Task.CompletedTask;
    }

    /// <summary>
    /// Agents that were handed over begin first: an agent that nobody has begun yet would be taken for lost. What silos reported goes along.
    /// </summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (_beginning > 0 && time.GetElapsedTime(since) < GrainCalls.ResponseTimeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, CancellationToken.None);
        }

        if (State.Phase is RunPhase.Running or RunPhase.Draining or RunPhase.Aborting)
        {
            await SaveAsync()
                .WaitAsync(GrainCalls.ResponseTimeout, time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    public Task<RunPhase> ReportAsync(SiloReport report)
    {
        _reports.Take(report);
        if (report.Error is { } trouble)
        {
            _troubles[report.Silo] = trouble;
        }
        else
        {
            _troubles.Remove(report.Silo);
        }

        return Task.FromResult(State.Phase);
    }

    public Task ReportErrorAsync(string silo, string line)
    {
        _troubles[silo] = line;
        return Task.CompletedTask;
    }

    public Task<RunProgress> ProgressAsync() =>
        Task.FromResult(
            new RunProgress
            {
                Phase = State.Phase,
                Spec = State.Spec,
                ElapsedSeconds = State.Duration ?? (State.Phase >= RunPhase.Running ? Now : 0),
                Totals = _reports.Sum(),
                NotStarted = State.NotStarted,
                Losses = [.. State.Losses],
                Agents = _started,
                Missed = State.Missed,
                Silos = [.. _reports.All],
                AgentsBySilo = _ledger?.BySilo ?? new Dictionary<string, int>(),
                Errors = [.. _troubles.Values.Distinct()],
                Endpoints = State.Endpoints,
                Refusal = State.Refusal,
            }
        );

    public Task DrainAsync() => EndAsync(_workload?.Load.Grace.TotalSeconds ?? 0);

    public Task StopAsync() => EndAsync(0);

    public async Task ForgetAsync()
    {
        if (State.Spec is { } order)
        {
            await log.DeleteAsync(order.RunId, CancellationToken.None);
        }

        await ForgetReminderAsync();
        // After the writes that are under way, which would else bring it back.
        await _saving.WaitAsync();
        try
        {
            await state.ClearStateAsync();
        }
        finally
        {
            _saving.Release();
        }

        DeactivateOnIdle();
    }

    /// <summary>Revives the run where the silo of its grain died and nobody asks for it.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{RunId}: the run goes on from here; up to {Agents} agents are asked what they do."
    )]
    private partial void LogWoke(string runId, int agents);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: {Agents} agents are at work, {Tasks} tasks begin again.")]
    private partial void LogRecovered(string runId, int agents, int tasks);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RunId}: the run cannot go on now, and is tried again.")]
    private partial void LogWorkFailed(string runId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RunId}: the state of the run cannot be kept now, and is tried again: {Reason}")]
    private partial void LogNotSaved(string runId, string reason);
}

using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;

namespace AgentLoad.Agents.Grains;

/// <summary>A run as a state machine: it assigns tasks, and ten times a second starts agents and handles dead silos.</summary>
[Reentrant, KeepAlive]
internal sealed partial class RunGrain : Grain, IRunGrain, IRemindable, IGrainMigrationParticipant
{
    private const string WaitingKey = "agentload.waiting";
    private const string ReportsKey = "agentload.reports";

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);

    private readonly IPersistentState<RunState> _state;
    private readonly IClusterMembershipService _membership;
    private readonly IRecordLog _log;
    private readonly LocalSilo _self;
    private readonly TimeProvider _time;
    private readonly ILogger<RunGrain> _logger;
    private readonly RunStateStore _store;
    private readonly RunRecovery _recovery;
    private readonly RunSilos _silos;
    private readonly SiloReports _reports = new();
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _counted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActiveRun? _run;
    private RunDriver? _driver;
    private Ticket[]? _waiting;

    public RunGrain(
        [PersistentState("run", SiloStorage.Name)] IPersistentState<RunState> state,
        IClusterMembershipService membership,
        IRecordLog log,
        LocalSilo self,
        TimeProvider time,
        ILogger<RunGrain> logger
    )
    {
        (_state, _membership, _log, _self, _time, _logger) = (state, membership, log, self, time, logger);
        _store = new RunStateStore(state, DeactivateOnIdle, time, logger);
        _silos = new RunSilos(GrainFactory, membership, _reports, time);
        _recovery = new RunRecovery(
            silo => GrainFactory.GetGrain<ISiloGrain>(silo).DescribeHoldingsAsync(State.Spec!.RunId, State.Wakes),
            silo => membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) == SiloStatus.Active,
            () => _log.RecordedAsync(State.Spec!.RunId, CancellationToken.None),
            time
        );
    }

    private RunState State => _state.State;

    private double Now => (_time.GetUtcNow() - State.Spec!.StartedUtc).TotalSeconds;

    private bool IsActive => State.Phase is RunPhase.Running or RunPhase.Draining or RunPhase.Aborting;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Phase is RunPhase.Preparing)
        {
            RunInBackground(ConnectAsync);
        }
        else if (IsActive || State.Phase == RunPhase.Ended)
        {
            RunInBackground(IsActive ? RecoverAsync : RestoreReportsAsync);
            return Task.CompletedTask;
        }

        _counted.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>If the silo leaves the cluster, the run continues on another silo immediately.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _store.StopAsync(GrainCalls.ResponseTimeout);
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown && IsActive)
        {
            MigrateOnIdle();
        }
    }

    /// <summary>Silos know which tasks they hold. Only this grain knows the tasks that wait for an agent, and the newest reports.</summary>
    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        dehydrationContext.TryAddValue(WaitingKey, _run?.Assignments.Waiting.ToArray() ?? []);
        dehydrationContext.TryAddValue(ReportsKey, _reports.All.ToArray());
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        rehydrationContext.TryGetValue(WaitingKey, out _waiting);
        if (rehydrationContext.TryGetValue<SiloReport[]>(ReportsKey, out var reports) && reports is not null)
        {
            _reports.Add(reports, static _ => false);
        }
    }

    public async Task PrepareAsync(RunSpec spec)
    {
        if (State.Phase != RunPhase.None)
        {
            return;
        }

        (State.Spec, State.Phase) = (spec, RunPhase.Preparing);
        await _store.SaveAsync();
        RunInBackground(ConnectAsync);
    }

    public async Task BeginAsync()
    {
        if (State.Phase != RunPhase.Prepared)
        {
            return;
        }

        (State.Spec, State.Phase) = (State.Spec! with { StartedUtc = _time.GetUtcNow() }, RunPhase.Running);
        _run = CreateRun();
        await _store.SaveAsync();
        Open();
    }

    public async Task<SiloReply> ExchangeAsync(SiloRequest request)
    {
        await _ready.Task;
        var run = _run!;
        var end = run.Workload.Load.Duration?.TotalSeconds;
        var reply = run.Assignments.Exchange(request, at => State.Phase == RunPhase.Running && !(at >= end), Now);
        if (run.Schedule.IsOpen && reply.Assignments.Any(assignment => assignment.Ticket is not null))
        {
            // An agent that starts a task no longer waits for arrivals: another one must.
            run.Grow(State.Phase, Now);
        }

        return reply;
    }

    public Task SiloLeavesAsync(string silo)
    {
        _leaving.Add(silo);
        return State.Silos.Remove(silo) ? _store.SaveAsync() : Task.CompletedTask;
    }

    public Task<RunPhase> ReportAsync(SiloReport report)
    {
        _reports.Take(report);
        return Task.FromResult(State.Phase);
    }

    public Task ReportErrorAsync(string silo, string error)
    {
        _reports.SetError(silo, error);
        return Task.CompletedTask;
    }

    public async Task<RunProgress> ProgressAsync()
    {
        await _counted.Task;
        return new RunProgress
        {
            Phase = State.Phase,
            Silo = _self.Name,
            Spec = State.Spec,
            ElapsedSeconds = State.Duration ?? (State.Phase >= RunPhase.Running ? Now : 0),
            Totals = _reports.Sum(),
            NotStarted = State.NotStarted,
            Losses = [.. State.Losses],
            LostCalls = State.LostCalls,
            Agents = _run?.Launcher.Started ?? 0,
            Missed = State.Missed,
            Silos = [.. _reports.All],
            AgentsBySilo = _run?.Assignments.Agents.BySilo ?? new Dictionary<string, int>(),
            Errors = _reports.Errors,
            Endpoints = State.Endpoints,
            Refusal = State.Refusal,
        };
    }

    public Task DrainAsync() => EndAsync(_run?.Workload.Load.Grace.TotalSeconds ?? 0);

    public Task StopAsync() => EndAsync(0);

    public async Task ForgetAsync()
    {
        if (State.Spec is { } spec)
        {
            await _log.DeleteAsync(spec.RunId, CancellationToken.None);
        }

        await RemoveReminderAsync();
        await _store.ClearAsync();
        DeactivateOnIdle();
    }

    /// <summary>Activates the grain after its silo died and nothing calls it.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task ConnectAsync()
    {
        await this.RegisterOrUpdateReminder(SiloStorage.Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        (State.Refusal, State.Endpoints) = await _silos.PrepareAsync(State.Spec!);
        if (State.Refusal is not null)
        {
            await _silos.EndAsync(State.Spec!.RunId);
            await RemoveReminderAsync();
        }

        State.Phase = State.Refusal is null ? RunPhase.Prepared : RunPhase.Refused;
        await _store.SaveAsync();
    }

    private async Task RecoverAsync()
    {
        State.Wakes++;
        await _store.SaveAsync();
        var run = CreateRun();
        _run = run;
        await RestoreReportsAsync();
        await _membership.Refresh();
        string[] silos = [.. State.Silos.Union(_membership.ActiveSilos(), StringComparer.Ordinal)];
        var recovered = await _recovery.RecoverAsync(silos, run.Schedule, run.Assignments, _waiting ?? [], () => Now);
        LogRecovered(State.Spec!.RunId, run.Assignments.Agents.Active, recovered.LostTasks);
        run.Silos.AddRecovered(recovered.Missing.Count, recovered.LostTasks);
        run.Launcher.Resume(recovered.Started);
        Open();
        run.Restart(recovered.Missing, State.Phase);
    }

    private async Task RestoreReportsAsync()
    {
        var saved = await _log.ReportsAsync(State.Spec!.RunId, CancellationToken.None);
        _reports.Add(saved, silo => !State.Silos.Contains(silo) && _membership.IsDead(silo));
        _counted.TrySetResult();
    }

    private ActiveRun CreateRun() => ActiveRun.Create(State, _leaving, _reports, _membership, StartAgentAsync, _time);

    private Task<string> StartAgentAsync(int agent, AgentStart start, string? silo)
    {
        if (silo is not null)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(silo));
        }

        return GrainFactory.GetGrain<IAgentGrain>(agent, State.Spec!.RunId, null).StartAsync(start);
    }

    private void Open()
    {
        _driver = new RunDriver(_run!, State, _store, _silos, _log);
        _ready.TrySetResult();
        this.RegisterGrainTimer(
            static (self, _) => self.TickAsync(),
            this,
            new GrainTimerCreationOptions(TimeSpan.Zero, TickInterval) { Interleave = true, KeepAlive = true }
        );
    }

    private async Task TickAsync()
    {
        if (IsActive && await _driver!.TickAsync(Now))
        {
            await RemoveReminderAsync();
        }
    }

    private Task EndAsync(double grace) => new RunEnd(State, _store).BeginAsync(_run, grace, State.Spec is null ? 0 : Now);

    private async Task RemoveReminderAsync()
    {
        if (await this.GetReminder(SiloStorage.Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Starts work that no call waits for, and retries until it succeeds: without it the run stands still.</summary>
    private void RunInBackground(Func<Task> work) =>
        _ = GrainCalls.RetryInBackgroundAsync(work, exception => LogRetrying(State.Spec!.RunId, exception), _time, _store.Stopped);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: recovered. {Agents} agents are running, {Tasks} tasks are retried.")]
    private partial void LogRecovered(string runId, int agents, int tasks);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RunId}: the run could not continue; retrying.")]
    private partial void LogRetrying(string runId, Exception exception);
}

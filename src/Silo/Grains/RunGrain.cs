using AgentLoad.Agents.Load;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Contracts;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Placement;
using AgentLoad.Silo.Records;
using AgentLoad.Silo.Runs;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Storage;

namespace AgentLoad.Silo.Grains;

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
    ILogger<RunGrain> logger) : Grain, IRunGrain, IRemindable
{
    private const int IncarnationsPerWake = 1_000_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<int, AgentStatus> _left = [];
    private readonly SiloReports _reports = new();
    private readonly Dictionary<string, string> _troubles = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Workload? _workload;
    private Schedule? _schedule;
    private Ledger? _ledger;
    private readonly SemaphoreSlim _starting = new(512);
    private readonly SemaphoreSlim _saving = new(1);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private int _started;
    private int _beginning;
    private (int Agents, int Tasks) _lostBefore;
    private bool _isTicking;

    private RunState State => state.State;

    private double Now => (time.GetUtcNow() - State.Order!.StartedUtc).TotalSeconds;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
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

    public async Task PrepareAsync(RunOrder order)
    {
        if (State.Phase != RunPhase.None)
        {
            return;
        }

        (State.Order, State.Phase) = (order, RunPhase.Preparing);
        await SaveAsync();
        Work(ConnectAsync);
    }

    public async Task BeginAsync()
    {
        if (State.Phase != RunPhase.Prepared)
        {
            return;
        }

        (State.Order, State.Phase) = (State.Order! with { StartedUtc = time.GetUtcNow() }, RunPhase.Running);
        Read();
        await SaveAsync();
        Open();
    }

    public async Task<AgentOrder> NextAsync(AgentAsk ask)
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
        else if (_ledger!.Leave(agent, status) is { } start)
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

    /// <summary>Agents that were handed over begin first: an agent that nobody has begun yet would be taken for lost.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (_beginning > 0 && time.GetElapsedTime(since) < Membership.ResponseTimeout)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, CancellationToken.None);
        }
    }

    public Task<RunPhase> ReportAsync(SiloReport report)
    {
        _reports.Take(report);
        if (report.Trouble is { } trouble)
        {
            _troubles[report.Silo] = trouble;
        }
        else
        {
            _troubles.Remove(report.Silo);
        }

        return Task.FromResult(State.Phase);
    }

    public Task TroubleAsync(string silo, string line)
    {
        _troubles[silo] = line;
        return Task.CompletedTask;
    }

    public Task<RunProgress> ProgressAsync() => Task.FromResult(new RunProgress
    {
        Phase = State.Phase,
        Order = State.Order,
        ElapsedSeconds = State.Duration ?? (State.Phase >= RunPhase.Running ? Now : 0),
        Totals = _reports.Sum(),
        NotStarted = State.NotStarted,
        Losses = [.. State.Losses],
        Agents = _started,
        Missed = State.Missed,
        Silos = [.. _reports.All],
        AgentsBySilo = _ledger?.BySilo ?? new Dictionary<string, int>(),
        Troubles = [.. _troubles.Values.Distinct()],
        Endpoints = State.Endpoints,
        Refusal = State.Refusal,
    });

    public Task DrainAsync() => EndAsync(_workload?.Load.Grace.TotalSeconds ?? 0);

    public Task StopAsync() => EndAsync(0);

    public async Task ForgetAsync()
    {
        if (State.Order is { } order)
        {
            await log.DeleteAsync(order.RunId, CancellationToken.None);
        }

        await ForgetReminderAsync();
        await state.ClearStateAsync();
        DeactivateOnIdle();
    }

    /// <summary>Revives the run where the silo of its grain died and nobody asks for it.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    /// <summary>Work that no call waits for. It must succeed: without it the run stands still.</summary>
    private void Work(Func<Task> work) => _ = DoAsync(work);

    private async Task DoAsync(Func<Task> work)
    {
        while (true)
        {
            try
            {
                await Task.Yield();
                await work();
                return;
            }
            catch (Exception e) when (e is not InconsistentStateException)
            {
                LogWorkFailed(State.Order!.RunId, e);
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }
        }
    }

    private async Task ConnectAsync()
    {
        await this.RegisterOrUpdateReminder(SiloStorage.Reminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        var prepared = await Task.WhenAll(ActiveSilos().Select(ConnectAsync));
        State.Refusal = prepared.Select(p => p.Refusal).FirstOrDefault(r => r is not null);
        State.Endpoints = prepared.Select(p => p.Endpoints).FirstOrDefault(e => e.Count > 0) ?? [];
        if (State.Refusal is not null)
        {
            await LeaveSilosAsync();
            await ForgetReminderAsync();
        }

        State.Phase = State.Refusal is null ? RunPhase.Prepared : RunPhase.Refused;
        await SaveAsync();
    }

    private async Task<Preparation> ConnectAsync(string silo)
    {
        try
        {
            return await GrainFactory.GetGrain<ISiloGrain>(silo).PrepareAsync(State.Order!);
        }
        catch (Exception e) when (SiloFailures.ArePassing(e))
        {
            // It died meanwhile; agents are placed on those that live.
            return new Preparation(null, []);
        }
    }

    /// <summary>The grain moved and remembers nothing: agents and records say what there is.</summary>
    private async Task RecoverAsync()
    {
        State.Wakes++;
        await SaveAsync();
        Read();
        LogWoke(State.Order!.RunId, _schedule!.MostAgents);
        var asked = Enumerable.Range(0, _schedule!.MostAgents)
            .Select(agent => SiloFailures.RepeatAsync(() => Agent(agent).StatusAsync(), time, CancellationToken.None)).ToArray();
        var statuses = (await Task.WhenAll(asked)).Index().ToDictionary(s => s.Index, s => s.Item);

        foreach (var (agent, status) in _left)
        {
            statuses[agent] = status;
        }

        // Read after the agents said what they work on: a task that ended meanwhile is recorded.
        _ledger!.Recover(statuses, await log.RecordedAsync(State.Order!.RunId, CancellationToken.None));
        LogRecovered(State.Order!.RunId, _ledger.Active, _ledger.Waiting.Count);
        _lostBefore = (statuses.Count(s => s.Value.Incarnation == 0), _ledger.Waiting.Count);
        _started = Math.Max(_schedule.AgentsWanted(Now), statuses.Where(s => s.Value.Incarnation > 0).Select(s => s.Key + 1).DefaultIfEmpty().Max());
        Open();
        foreach (var agent in Enumerable.Range(0, _started).Where(agent => statuses[agent].Incarnation == 0))
        {
            Start(agent, _ledger.Start(agent));
        }

        foreach (var (agent, status) in _left)
        {
            await LeaveAsync(agent, status);
        }
    }

    private void Read()
    {
        _workload = WorkloadFile.Parse(State.Order!.Workload, State.Order.RunId, WorkloadInputs.Catalogued with { Environment = static _ => "-" }).Workload!;
        _schedule = new Schedule(_workload, WorkloadInputs.Catalogued.Problems);
        _ledger = new Ledger(_schedule, State.Wakes * IncarnationsPerWake);
    }

    private void Open()
    {
        _ready.TrySetResult();
        this.RegisterGrainTimer(
            static (self, _) => self.TickAsync(), this, new GrainTimerCreationOptions(TimeSpan.Zero, Tick) { Interleave = true, KeepAlive = true });
    }

    private async Task TickAsync()
    {
        if (_isTicking || State.Phase is not (RunPhase.Running or RunPhase.Draining or RunPhase.Aborting))
        {
            return;
        }

        _isTicking = true;
        try
        {
            await LookAfterHostsAsync();
            await LookAtTheClockAsync();
            Grow();
            if (IsOver)
            {
                await FinishAsync();
            }
        }
        finally
        {
            _isTicking = false;
        }
    }

    private bool IsOver => _ledger!.Active == 0
        && (State.Phase >= RunPhase.Draining || _ledger.IsExhausted || (_schedule!.Grows(Now) is null && _schedule.AgentsWanted(Now) <= _started));

    private async Task LookAfterHostsAsync()
    {
        var alive = ActiveSilos().ToHashSet(StringComparer.Ordinal);
        var living = _ledger!.BySilo.Keys.Where(silo => silo.Length > 0).ToArray();
        foreach (var silo in State.Silos.Union(living, StringComparer.Ordinal).Where(silo => !alive.Contains(silo)).ToArray())
        {
            // A silo that shuts down hands its agents over itself; only one that is dead has lost them.
            if (IsDead(silo))
            {
                var (agents, tasks) = _ledger.Lose(silo);
                State.Losses.Add(new Loss(Now, NameOf(silo), agents.Count + _lostBefore.Agents, tasks + _lostBefore.Tasks, _reports.Close(silo)));
                _lostBefore = default;
                State.Silos.Remove(silo);
                foreach (var agent in agents)
                {
                    if (State.Phase == RunPhase.Aborting)
                    {
                        _ledger.Remove(agent);
                    }
                    else
                    {
                        Start(agent, _ledger.Start(agent));
                    }
                }

                await SaveAsync();
            }
        }

        if (living.Except(State.Silos, StringComparer.Ordinal).Except(_leaving, StringComparer.Ordinal).Any(alive.Contains))
        {
            State.Silos = [.. State.Silos.Union(living.Where(alive.Contains), StringComparer.Ordinal).Except(_leaving, StringComparer.Ordinal)];
            await SaveAsync();
        }
    }

    private async Task LookAtTheClockAsync()
    {
        if (State.Phase == RunPhase.Running && Now >= _workload!.Load.Duration?.TotalSeconds)
        {
            await EndAsync(_workload.Load.Grace.TotalSeconds);
        }

        if (State.Phase == RunPhase.Draining && Now >= State.AbortAt)
        {
            State.Phase = RunPhase.Aborting;
            await SaveAsync();
        }
    }

    private async Task EndAsync(double grace)
    {
        if (State.Phase is not (RunPhase.Running or RunPhase.Draining))
        {
            return;
        }

        State.Missed ??= _schedule?.Missed(Now);
        _schedule?.Close();
        State.AbortAt = Math.Min(State.AbortAt ?? double.PositiveInfinity, Now + grace);
        State.Phase = grace <= 0 ? RunPhase.Aborting : RunPhase.Draining;
        await SaveAsync();
    }

    /// <summary>Starts as many agents as the schedule wants.</summary>
    private void Grow()
    {
        if (State.Phase != RunPhase.Running || _ledger!.IsExhausted)
        {
            return;
        }

        for (var wanted = _schedule!.AgentsWanted(Now); _started < wanted; _started++)
        {
            Start(_started, _ledger.Start(_started));
        }
    }

    private async Task FinishAsync()
    {
        var order = State.Order!;
        foreach (var ticket in _ledger!.Waiting)
        {
            var task = _schedule!.Recall(ticket.Id, ticket.Group, ticket.Number, ticket.IsBaseline);
            await log.AppendAsync(order.RunId, Unfinished.Of(task, ticket, Now), CancellationToken.None);
        }

        State.NotStarted = _schedule!.PlannedTasks - _schedule.HandedOut ?? 0;
        State.Missed ??= _schedule.Missed(Now);
        State.Duration = Now;
        await LeaveSilosAsync();
        State.Phase = RunPhase.Ended;
        await SaveAsync();
        await ForgetReminderAsync();
    }

    private void Start(int agent, AgentStart start) => _ = StartAsync(agent, start);

    private async Task StartAsync(int agent, AgentStart start)
    {
        _beginning++;
        await _starting.WaitAsync();
        try
        {
            var silo = await SiloFailures.RepeatAsync(() => BeginOnAsync(agent, start), time, CancellationToken.None);
            _ledger!.Placed(agent, start.Incarnation, silo);
        }
        finally
        {
            _starting.Release();
            _beginning--;
        }
    }

    private Task<string> BeginOnAsync(int agent, AgentStart start)
    {
        SpreadByNumber.Avoid(_leaving);
        return Agent(agent).StartAsync(start);
    }

    private IAgentGrain Agent(int agent) => GrainFactory.GetGrain<IAgentGrain>(agent, State.Order!.RunId, null);

    private IEnumerable<string> ActiveSilos() =>
        membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress.ToParsableString());

    private bool IsDead(string silo) =>
        membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.Dead or SiloStatus.None;

    private string NameOf(string silo) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(silo), out var member) ? member.Name : silo;

    /// <summary>Keeps the state, for as long as it takes: a store that is away for a while is no reason to end a run.</summary>
    private async Task SaveAsync()
    {
        // Calls interleave, and of two writes at once the store would take the second for that of another activation.
        await _saving.WaitAsync();
        try
        {
            while (!await TrySaveAsync())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), time);
            }
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task<bool> TrySaveAsync()
    {
        try
        {
            await state.WriteStateAsync();
            return true;
        }
        catch (InconsistentStateException)
        {
            // Another activation of this run took over; this one must not go on.
            DeactivateOnIdle();
            throw;
        }
        catch (Exception e)
        {
            LogNotSaved(State.Order!.RunId, e.Message);
            return false;
        }
    }

    private async Task LeaveSilosAsync()
    {
        foreach (var silo in ActiveSilos().ToArray())
        {
            try
            {
                if (await GrainFactory.GetGrain<ISiloGrain>(silo).LeaveAsync(State.Order!.RunId) is { } last)
                {
                    _reports.Take(last);
                }
            }
            catch (Exception e) when (SiloFailures.ArePassing(e))
            {
                // It died just now: its report of at most half a second ago stands.
            }
        }
    }

    private async Task ForgetReminderAsync()
    {
        if (await this.GetReminder(SiloStorage.Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: the run goes on from here; up to {Agents} agents are asked what they do.")]
    private partial void LogWoke(string runId, int agents);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RunId}: {Agents} agents are at work, {Tasks} tasks begin again.")]
    private partial void LogRecovered(string runId, int agents, int tasks);

    [LoggerMessage(Level = LogLevel.Error, Message = "{RunId}: the run cannot go on now, and is tried again.")]
    private partial void LogWorkFailed(string runId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RunId}: the state of the run cannot be kept now, and is tried again: {Reason}")]
    private partial void LogNotSaved(string runId, string reason);
}

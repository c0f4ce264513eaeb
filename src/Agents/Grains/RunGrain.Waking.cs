using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Orleans.Storage;

namespace AgentLoad.Agents.Grains;

/// <content>How the grain begins: connecting the silos, and finding out what there is where it woke elsewhere.</content>
internal sealed partial class RunGrain
{
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
                LogWorkFailed(State.Spec!.RunId, e);
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
            return await GrainFactory.GetGrain<ISiloGrain>(silo).PrepareAsync(State.Spec!);
        }
        catch (Exception e) when (GrainCalls.IsTransient(e))
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
        LogWoke(State.Spec!.RunId, _schedule!.MostAgents);
        var asked = Enumerable
            .Range(0, _schedule!.MaxAgents)
            .Select(agent => GrainCalls.RetryAsync(() => Agent(agent).StatusAsync(), time, CancellationToken.None))
            .ToArray();
        var statuses = (await Task.WhenAll(asked)).Index().ToDictionary(s => s.Index, s => s.Item);

        foreach (var (agent, status) in _left)
        {
            statuses[agent] = status;
        }

        // Read after the agents said what they work on: a task that ended meanwhile is recorded.
        _ledger!.Recover(statuses, await log.RecordedAsync(State.Spec!.RunId, CancellationToken.None));
        LogRecovered(State.Spec!.RunId, _ledger.Active, _ledger.Waiting.Count);
        _lostBefore = (statuses.Count(s => s.Value.Incarnation == 0), _ledger.Waiting.Count);
        _started = Math.Max(
            _schedule.AgentsWanted(Now),
            statuses.Where(s => s.Value.Incarnation > 0).Select(s => s.Key + 1).DefaultIfEmpty().Max()
        );
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
        _workload = WorkloadFile
            .Parse(State.Spec!.Workload, State.Spec.RunId, WorkloadInputs.Default with { Environment = static _ => "-" })
            .Workload!;
        _schedule = new Schedule(_workload, WorkloadInputs.Default.Problems);
        _ledger = new TaskAssignments(_schedule, State.Wakes * IncarnationsPerWake);
    }

    private void Open()
    {
        _ready.TrySetResult();
        this.RegisterGrainTimer(
            static (self, _) => self.TickAsync(),
            this,
            new GrainTimerCreationOptions(TimeSpan.Zero, Tick) { Interleave = true, KeepAlive = true }
        );
    }
}

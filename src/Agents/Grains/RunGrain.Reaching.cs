using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Placement;
using Orleans.Storage;

namespace AgentLoad.Agents.Grains;

/// <content>Whom the grain reaches: agents, silos, and what keeps its state.</content>
internal sealed partial class RunGrain
{
    private void Start(int agent, AgentStart start) => _ = StartAsync(agent, start);

    private async Task StartAsync(int agent, AgentStart start)
    {
        _beginning++;
        await _starting.WaitAsync();
        try
        {
            var silo = await GrainCalls.RetryAsync(() => BeginOnAsync(agent, start), time, CancellationToken.None);
            _ledger!.SetSilo(agent, start.Incarnation, silo);
        }
        finally
        {
            _starting.Release();
            _beginning--;
        }
    }

    private Task<string> BeginOnAsync(int agent, AgentStart start)
    {
        EvenPlacement.Avoid(_leaving);
        return Agent(agent).StartAsync(start);
    }

    private IAgentGrain Agent(int agent) => GrainFactory.GetGrain<IAgentGrain>(agent, State.Spec!.RunId, null);

    private IEnumerable<string> ActiveSilos() =>
        membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress.ToParsableString());

    private bool IsDead(string silo) =>
        membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.Dead or SiloStatus.None;

    private string NameOf(string silo) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(silo), out var member) ? member.Name : silo;

    /// <summary>A write that a breaking connection forgot is not waited for for ever: should it have happened after all, the next one tells.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(10);

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
            State.Reports = [.. _reports.All];
            await state.WriteStateAsync().WaitAsync(StorePatience, time);
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
            LogNotSaved(State.Spec!.RunId, e.Message);
            return false;
        }
    }

    private async Task LeaveSilosAsync()
    {
        foreach (var silo in ActiveSilos().ToArray())
        {
            try
            {
                if (await GrainFactory.GetGrain<ISiloGrain>(silo).LeaveAsync(State.Spec!.RunId) is { } last)
                {
                    _reports.Take(last);
                }
            }
            catch (Exception e) when (GrainCalls.IsTransient(e))
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
}

using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Advances an active run on each tick: takes agents back from dead silos, ends the duration and the grace time, starts agents, and ends
/// the run once every agent is done.
/// </summary>
/// <param name="run">The active run.</param>
/// <param name="state">Its state.</param>
/// <param name="store">Saves the state.</param>
/// <param name="silos">Ends the silos' part in the run.</param>
/// <param name="log">Saves records of tasks that are never retried.</param>
internal sealed class RunDriver(ActiveRun run, RunState state, RunStateStore store, RunSilos silos, IRecordLog log)
{
    private readonly RunEnd _end = new(state, store);

    /// <summary>Advances the run.</summary>
    /// <param name="now">Seconds since the start of the run.</param>
    /// <returns>True if the run has ended.</returns>
    public async Task<bool> TickAsync(double now)
    {
        await CheckSilosAsync(now);
        await CheckTimeAsync(now);
        run.Grow(state.Phase, now);
        if (!run.IsOver(state.Phase, now))
        {
            return false;
        }

        await FinishAsync(now);
        return true;
    }

    private async Task CheckSilosAsync(double now)
    {
        var changes = run.Silos.Check(now);
        run.Restart(changes.LostAgents, state.Phase);
        if (changes.MustSave)
        {
            await store.SaveAsync();
        }
    }

    private async Task CheckTimeAsync(double now)
    {
        var load = run.Workload.Load;
        if (state.Phase == RunPhase.Running && now >= load.Duration?.TotalSeconds)
        {
            await _end.BeginAsync(run, load.Grace.TotalSeconds, now);
        }

        if (state.Phase == RunPhase.Draining && now >= state.AbortAt)
        {
            state.Phase = RunPhase.Aborting;
            await store.SaveAsync();
        }
    }

    private async Task FinishAsync(double now)
    {
        var runId = state.Spec!.RunId;
        foreach (var record in run.NeverRestarted(now))
        {
            await log.AppendAsync(runId, record, CancellationToken.None);
        }

        state.NotStarted = run.Schedule.PlannedTasks - run.Schedule.HandedOut ?? 0;
        state.Missed ??= run.Schedule.Missed(now);
        state.Duration = now;
        await silos.EndAsync(runId);
        state.Phase = RunPhase.Ended;
        await store.SaveAsync();
    }
}

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
    private const double CountInterval = 1;

    private readonly RunEnd _end = new(state, store);
    private double _countedAt;
    private bool _isTicking;

    /// <summary>Advances the run. Does nothing while an earlier tick still runs.</summary>
    /// <param name="now">Seconds since the start of the run.</param>
    /// <returns>True if the run has ended.</returns>
    public async Task<bool> TickAsync(double now)
    {
        if (_isTicking)
        {
            return false;
        }

        _isTicking = true;
        try
        {
            return await AdvanceAsync(now);
        }
        finally
        {
            _isTicking = false;
        }
    }

    private async Task<bool> AdvanceAsync(double now)
    {
        await CheckSilosAsync(now);
        await CheckTimeAsync(now);
        run.RestartMissing(state.Phase, now);
        run.Grow(state.Phase, now);
        run.Balance(state.Phase, silos.PrepareNew(run.Silos.Takers(), state.Spec!));
        await CountLostCallsAsync(now);
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

    /// <summary>Updates how many calls died with each lost silo. Calls of running silos are not lost before the run has ended.</summary>
    private async Task CountLostCallsAsync(double now)
    {
        if (now - _countedAt < CountInterval || (state.Losses.Count == 0 && double.IsFinite(_countedAt)))
        {
            return;
        }

        _countedAt = now;
        var unrecorded = await log.UnrecordedCallsAsync(state.Spec!.RunId, CancellationToken.None);
        state.Losses = [.. state.Losses.Select(loss => loss with { LostCalls = unrecorded.GetValueOrDefault(loss.Address) })];
        state.LostCalls = unrecorded.Values.Sum();
    }

    private async Task FinishAsync(double now)
    {
        var runId = state.Spec!.RunId;
        foreach (var record in run.NeverRestarted(now))
        {
            await log.AppendAsync(runId, record, new Dictionary<string, int>(), CancellationToken.None);
        }

        state.NotStarted = run.Schedule.PlannedTasks - run.Schedule.HandedOut + run.NeverStarted ?? 0;
        state.Missed ??= run.Schedule.Missed(now);
        state.Duration = now;
        await silos.EndAsync(runId);
        await log.CloseAsync(runId, CancellationToken.None);
        _countedAt = double.NegativeInfinity;
        await CountLostCallsAsync(now);
        state.Phase = RunPhase.Ended;
        await store.SaveAsync();
    }
}

using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Begins the end of a run: no new tasks, and an instant at which running tasks are aborted.</summary>
/// <param name="state">The state of the run.</param>
/// <param name="store">Saves it.</param>
internal sealed class RunEnd(RunState state, RunStateStore store)
{
    /// <summary>Begins the end, or brings it forward. Does nothing if the run is not running or draining.</summary>
    /// <param name="run">The active run, or null while it is being recovered.</param>
    /// <param name="grace">How long running tasks may take to end, seconds.</param>
    /// <param name="now">Seconds since the start of the run.</param>
    public async Task BeginAsync(ActiveRun? run, double grace, double now)
    {
        if (state.Phase is not (RunPhase.Running or RunPhase.Draining))
        {
            return;
        }

        state.Missed ??= run?.Schedule.Missed(now);
        run?.Schedule.Close();
        state.AbortAt = Math.Min(state.AbortAt ?? double.PositiveInfinity, now + grace);
        state.Phase = grace <= 0 ? RunPhase.Aborting : RunPhase.Draining;
        await store.SaveAsync();
    }
}

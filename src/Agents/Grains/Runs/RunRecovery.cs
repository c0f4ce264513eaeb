using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Restores which silo holds which tasks and agents after the run's grain moved to another silo and lost its memory: from the silos that
/// answer, and from the tasks that are recorded. Silos are asked at the same time. The recovery does not wait for a dead one; agents of the
/// others work on tasks that their silo holds in advance.
/// </summary>
/// <param name="ask">Asks a silo what it holds. May be repeated.</param>
/// <param name="mayAnswer">False once a silo has left the cluster or was declared dead.</param>
/// <param name="recorded">Reads the ids of recorded tasks.</param>
/// <param name="time">The time.</param>
internal sealed class RunRecovery(
    Func<string, Task<SiloHoldings>> ask,
    Func<string, bool> mayAnswer,
    Func<Task<IReadOnlySet<long>>> recorded,
    TimeProvider time
)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks every silo and restores the assignments.</summary>
    /// <param name="silos">Silos that may hold a part of the run.</param>
    /// <param name="schedule">The schedule of the run, from its start.</param>
    /// <param name="assignments">Receives what is known.</param>
    /// <param name="waiting">Tasks that waited for an agent when the run's grain migrated.</param>
    /// <param name="now">Gives the current instant, seconds since the start of the run.</param>
    /// <returns>How many agents had been started, which of them must be restarted, and how many tasks were lost.</returns>
    public async Task<RecoveredRun> RecoverAsync(
        IReadOnlyCollection<string> silos,
        Schedule schedule,
        TaskAssignments assignments,
        IReadOnlyCollection<Ticket> waiting,
        Func<double> now
    )
    {
        var answers = await Task.WhenAll(silos.Select(AskAsync));
        var holdings = silos
            .Zip(answers)
            .Where(silo => silo.Second is not null)
            .ToDictionary(silo => silo.First, silo => silo.Second!, StringComparer.Ordinal);
        // Read after the silos have answered: a task that ended since then is recorded.
        var lostTasks = assignments.Recover(holdings, await recorded(), waiting);
        var started = Math.Max(schedule.AgentsWanted(now()), assignments.Agents.Highest + 1);
        int[] missing = [.. Enumerable.Range(0, started).Where(agent => !assignments.Agents.Contains(agent))];
        return new RecoveredRun(started, missing, lostTasks);
    }

    private async Task<SiloHoldings?> AskAsync(string silo)
    {
        while (mayAnswer(silo))
        {
            try
            {
                return await ask(silo).WaitAsync(AskTimeout, time);
            }
            catch (Exception exception) when (GrainCalls.IsTransient(exception))
            {
                await Task.Delay(RetryInterval, time);
            }
        }

        return null;
    }
}

/// <summary>What a recovery found.</summary>
/// <param name="Started">Agents that had been started, numbered from 0.</param>
/// <param name="Missing">Started agents that no silo has: they must be restarted.</param>
/// <param name="LostTasks">Tasks that were handed out and are neither held by a silo nor recorded.</param>
internal sealed record RecoveredRun(int Started, IReadOnlyList<int> Missing, int LostTasks);

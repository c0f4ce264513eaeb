using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// Restores which agent works on what after the run's grain moved to another silo and lost its memory: from the agents' own status, and
/// from the tasks that are recorded.
/// </summary>
/// <param name="ask">Asks an agent for its status. May be repeated.</param>
/// <param name="recorded">Reads the ids of recorded tasks.</param>
/// <param name="time">The time.</param>
internal sealed class RunRecovery(Func<int, Task<AgentStatus>> ask, Func<Task<IReadOnlySet<long>>> recorded, TimeProvider time)
{
    private const int MaxConcurrentRequests = 512;

    private readonly Dictionary<int, AgentStatus> _released = [];

    /// <summary>Agents that left their silo during the recovery. They cannot answer before that is handled.</summary>
    public IReadOnlyDictionary<int, AgentStatus> Released => _released;

    /// <summary>Remembers an agent that leaves its silo during the recovery.</summary>
    public void Release(int agent, AgentStatus status) => _released[agent] = status;

    /// <summary>Asks every agent and restores the assignments.</summary>
    /// <param name="schedule">The schedule of the run, from its start.</param>
    /// <param name="assignments">Receives what is known.</param>
    /// <param name="now">Gives the current instant, seconds since the start of the run.</param>
    /// <returns>How many agents had been started, which of them must be restarted, and how many tasks were lost.</returns>
    public async Task<RecoveredRun> RecoverAsync(Schedule schedule, TaskAssignments assignments, Func<double> now)
    {
        var statuses = await AskAllAsync(schedule.MaxAgents);
        foreach (var (agent, status) in _released)
        {
            statuses[agent] = status;
        }

        // Read after the agents have answered: a task that ended since then is recorded.
        var lostTasks = assignments.Recover(statuses, await recorded());
        var known = statuses.Where(status => status.Value.Incarnation > 0).Select(status => status.Key + 1).DefaultIfEmpty().Max();
        var started = Math.Max(schedule.AgentsWanted(now()), known);
        var silent = Enumerable.Range(0, started).Where(agent => statuses[agent].Incarnation == 0).ToArray();
        return new RecoveredRun(started, silent, statuses.Count(status => status.Value.Incarnation == 0), lostTasks);
    }

    private async Task<Dictionary<int, AgentStatus>> AskAllAsync(int agents)
    {
        using var slots = new SemaphoreSlim(MaxConcurrentRequests);
        var asked = Enumerable.Range(0, agents).Select(AskAsync).ToArray();
        return (await Task.WhenAll(asked)).Index().ToDictionary(status => status.Index, status => status.Item);

        async Task<AgentStatus> AskAsync(int agent)
        {
            await slots.WaitAsync();
            try
            {
                return await GrainCalls.RetryAsync(() => ask(agent), time, CancellationToken.None);
            }
            finally
            {
                slots.Release();
            }
        }
    }
}

/// <summary>What a recovery found.</summary>
/// <param name="Started">Agents that had been started, numbered from 0.</param>
/// <param name="Silent">Started agents without a status: they must be restarted.</param>
/// <param name="LostAgents">Agents without a status.</param>
/// <param name="LostTasks">Tasks that were handed out and are neither running nor recorded.</param>
internal sealed record RecoveredRun(int Started, IReadOnlyList<int> Silent, int LostAgents, int LostTasks);

using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Starts the agents of a run on silos, a limited number at a time. Single-threaded: the run's grain guards it.</summary>
/// <param name="agents">Knows which agent is where.</param>
/// <param name="silos">Addresses of the silos that take agents.</param>
/// <param name="start">Starts an agent, if possible on the given silo, and returns the address of its silo. May be repeated.</param>
/// <param name="time">The time.</param>
internal sealed class AgentLauncher(
    AgentPlaces agents,
    Func<IEnumerable<string>> silos,
    Func<int, AgentStart, string?, Task<string>> start,
    TimeProvider time
) : IDisposable
{
    private const int MaxConcurrentStarts = 512;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _slots = new(MaxConcurrentStarts);

    /// <summary>Agents that were started, numbered from 0.</summary>
    public int Started { get; private set; }

    /// <summary>Continues with agents that an earlier activation of the run's grain started.</summary>
    public void Resume(int started) => Started = started;

    /// <summary>Starts agents until there are as many as wanted.</summary>
    public void GrowTo(int wanted)
    {
        for (; Started < wanted; Started++)
        {
            Launch(Started, agents.Start(Started));
        }
    }

    /// <summary>
    /// Starts or restarts one agent in the background on the silo with the fewest agents, and retries until a silo has it or it was started
    /// again.
    /// </summary>
    public void Launch(int agent, AgentStart agentStart)
    {
        ChooseSilo(agent, agentStart.Incarnation);
        _ = LaunchAsync(agent, agentStart);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private string? ChooseSilo(int agent, int incarnation)
    {
        var target = AgentBalance.FindLeastLoaded(agents.BySilo, silos());
        if (target is not null)
        {
            agents.SetTarget(agent, incarnation, target);
        }

        return target;
    }

    private async Task LaunchAsync(int agent, AgentStart agentStart)
    {
        await _slots.WaitAsync();
        try
        {
            var target = agents.TargetOf(agent);
            while (agents.IsCurrent(agent, agentStart.Incarnation))
            {
                try
                {
                    agents.SetSilo(agent, agentStart.Incarnation, await start(agent, agentStart, target));
                    return;
                }
                catch (Exception exception) when (GrainCalls.IsTransient(exception))
                {
                    await Task.Delay(RetryInterval, time);
                    target = ChooseSilo(agent, agentStart.Incarnation);
                }
            }
        }
        finally
        {
            _slots.Release();
        }
    }
}

using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Starts the agents of a run on silos, a limited number at a time. Single-threaded: the run's grain guards it.</summary>
/// <param name="assignments">Knows which agent is where.</param>
/// <param name="start">Starts an agent and returns the address of its silo. May be repeated.</param>
/// <param name="time">The time.</param>
internal sealed class AgentLauncher(TaskAssignments assignments, Func<int, AgentStart, Task<string>> start, TimeProvider time) : IDisposable
{
    private const int MaxConcurrentStarts = 512;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _slots = new(MaxConcurrentStarts);
    private int _starting;

    /// <summary>Agents that were started, numbered from 0.</summary>
    public int Started { get; private set; }

    /// <summary>Continues with agents that an earlier activation of the run's grain started.</summary>
    public void Resume(int started) => Started = started;

    /// <summary>Starts agents until there are as many as wanted.</summary>
    public void GrowTo(int wanted)
    {
        for (; Started < wanted; Started++)
        {
            Launch(Started, assignments.Start(Started));
        }
    }

    /// <summary>Starts or restarts one agent in the background, and retries until a silo has it.</summary>
    public void Launch(int agent, AgentStart agentStart) => _ = LaunchAsync(agent, agentStart);

    /// <summary>Waits until no start is in progress. An agent that was not started yet would be considered lost.</summary>
    public async Task WaitForStartsAsync(TimeSpan timeout)
    {
        var since = time.GetTimestamp();
        while (_starting > 0 && time.GetElapsedTime(since) < timeout)
        {
            await Task.Delay(PollInterval, time);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task LaunchAsync(int agent, AgentStart agentStart)
    {
        _starting++;
        await _slots.WaitAsync();
        try
        {
            var silo = await GrainCalls.RetryAsync(() => start(agent, agentStart), time, CancellationToken.None);
            assignments.SetSilo(agent, agentStart.Incarnation, silo);
        }
        finally
        {
            _slots.Release();
            _starting--;
        }
    }
}

namespace AgentLoad.Agents.Scheduling;

/// <summary>When does work arrive? Thread-safe. Instants are seconds since the start of the run.</summary>
public interface ILoadShape
{
    /// <summary>True where tasks arrive by a schedule whatever the agents do; false where an agent's next task waits for its last.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// When an agent is to begin its next task. Closed loop: the first instant from <paramref name="free"/> on at which the population
    /// includes the agent. Open loop: the next arrival of the schedule, whichever agent asks; it may lie in the future (the agent waits for
    /// it) or in the past (the task is late). Null: nothing more for this agent.
    /// </summary>
    /// <param name="agent">Number of the agent, from 0.</param>
    /// <param name="free">Since when the agent has been free, its think time over.</param>
    double? Next(int agent, double free);

    /// <summary>
    /// Agents that should exist at an instant. Closed loop: the population. Open loop: enough that somebody waits for the arrivals to come;
    /// it never falls.
    /// </summary>
    int AgentsAt(double now);
}

namespace AgentLoad.Agents.Scheduling;

/// <summary>Determines when tasks start. Thread-safe. Times are seconds since the start of the run.</summary>
internal interface ILoadShape
{
    /// <summary>
    /// True if tasks arrive on a schedule (open loop); false if an agent's next task starts after its previous one (closed loop).
    /// </summary>
    bool IsOpen { get; }

    /// <summary>
    /// Returns the start time of an agent's next task; null if there is none. Closed loop: the first time, not before <paramref
    /// name="free"/>, at which the population includes the agent. Open loop: the next scheduled arrival, regardless of the agent. It may be
    /// in the future (the agent waits) or in the past (the task is late).
    /// </summary>
    /// <param name="agent">Number of the agent, from 0.</param>
    /// <param name="free">Time since which the agent has been free, after its think time.</param>
    double? Next(int agent, double free);

    /// <summary>
    /// Returns the number of agents that should exist at a time. Closed loop: the population. Open loop: enough agents to wait for upcoming
    /// arrivals; the number never decreases.
    /// </summary>
    int AgentsAt(double now);
}

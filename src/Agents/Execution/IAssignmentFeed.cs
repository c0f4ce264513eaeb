using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Execution;

/// <summary>Where an agent gets its assignments: the schedule of this process, or the run's grain.</summary>
internal interface IAssignmentFeed
{
    /// <summary>Requests the next assignment of an agent.</summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="sequence">Number of the request, from 1. A repeated request gets the same reply.</param>
    /// <param name="idleSince">When the agent became idle, seconds since the start of the run.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    Task<NextAssignment> NextAsync(int agent, long sequence, double idleSince, CancellationToken cancellationToken);

    /// <summary>Reports that an agent has stopped.</summary>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="notStarted">An assignment that the end of the run kept the agent from starting, or null.</param>
    /// <param name="cancellationToken">Cancels the report.</param>
    Task FinishAsync(int agent, Assignment? notStarted, CancellationToken cancellationToken);
}

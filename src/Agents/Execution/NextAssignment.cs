using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Execution;

/// <summary>The reply to an agent that requests an assignment.</summary>
/// <param name="Assignment">The assignment, or null.</param>
/// <param name="NotBefore">
/// Without an assignment: when the agent may ask again, seconds since the start of the run; null if there is nothing more for it.
/// </param>
internal readonly record struct NextAssignment(Assignment? Assignment, double? NotBefore)
{
    /// <summary>True if a closed-loop schedule has handed out every task: no agent needs to ask again.</summary>
    public bool IsExhausted { get; private init; }

    /// <summary>Takes the next task of a schedule.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="agent">Number of the agent.</param>
    /// <param name="idleSince">When the agent became idle, seconds since the start of the run.</param>
    public static NextAssignment Of(Schedule schedule, int agent, double idleSince) =>
        schedule.NextStartTime(agent, idleSince) is not { } from ? default
        : from > idleSince ? new NextAssignment(null, from)
        : schedule.Next(agent, idleSince) is { } next ? new NextAssignment(next, null)
        : new NextAssignment(null, null) { IsExhausted = !schedule.IsOpen };
}

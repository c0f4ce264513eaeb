using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Scheduling;

/// <summary>A task and the time at which it should start.</summary>
/// <param name="Task">The task.</param>
/// <param name="IntendedStart">
/// Seconds since the start of the run; in open loop it stays what the schedule said, however late the task begins.
/// </param>
internal sealed record Assignment(PlannedTask Task, double IntendedStart)
{
    /// <summary>What an earlier host did of the task; null for a task that has not started.</summary>
    public TaskSnapshot? Carried { get; init; }
}

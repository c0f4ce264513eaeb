namespace AgentLoad.Agents.Scheduling;

/// <summary>A task and the time at which it should start.</summary>
/// <param name="Task">The task.</param>
/// <param name="IntendedStart">Seconds since the start of the run. In open loop this is the scheduled time, even if the task starts
/// later.</param>
public sealed record Assignment(PlannedTask Task, double IntendedStart);

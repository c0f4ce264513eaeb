using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Records of tasks whose host died and that did not begin again.</summary>
internal static class AbortedTasks
{
    /// <summary>The record of a task that the end of the run kept from beginning again. Its calls are lost with its host.</summary>
    public static TaskRecord Of(PlannedTask task, Ticket ticket, double now) =>
        new()
        {
            Id = task.Id,
            Attempt = ticket.Attempt,
            Agent = 0,
            Group = task.Group.Name,
            Problem = task.Problem.Kind,
            ProblemId = task.Problem.Id,
            Strategy = task.IsBaseline ? "direct" : task.Group.Strategy.Name,
            IsBaseline = task.IsBaseline,
            InWindow = false,
            IntendedStart = ticket.IntendedStart,
            Start = now,
            End = now,
            State = TaskState.Aborted,
            Error = "its host died, and the run ended before it could begin again",
            Steps = [],
        };
}

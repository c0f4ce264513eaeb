using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Records of lost tasks that were never retried.</summary>
internal static class AbortedTasks
{
    /// <summary>
    /// Creates the record of a lost task that the end of the run kept from being retried. Its calls are lost with its host.
    /// </summary>
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
            HasVerifier = task.Problem.HasVerifier,
            IntendedStart = ticket.IntendedStart,
            Start = Math.Min(ticket.IntendedStart, now),
            End = now,
            State = TaskState.Aborted,
            Error = "host lost; run ended before the task was retried",
            Steps = [],
        };
}

using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>What an agent does with an assignment on its host.</summary>
internal interface IAgentWork
{
    /// <summary>Cancelled once the run starts no more tasks.</summary>
    CancellationToken Closing { get; }

    /// <summary>Cancelled once waiting for another task is useless: the run is closing, or every task has been handed out.</summary>
    CancellationToken Exhausted { get; }

    /// <summary>Does a task to its end, or until the agent must leave its host.</summary>
    Task<TaskOutcome> DoAsync(Assignment assignment, int agent);

    /// <summary>Saves the record of a task so that it survives a crash.</summary>
    Task SaveAsync(TaskRecord record);
}

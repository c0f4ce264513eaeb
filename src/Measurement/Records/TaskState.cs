namespace AgentLoad.Measurement.Records;

/// <summary>How a task ended. Every planned task ends in exactly one of these.</summary>
public enum TaskState
{
    /// <summary>The verifier accepted the answer.</summary>
    Solved,

    /// <summary>The verifier refused the answer, or the agent gave up without one.</summary>
    Unsolved,

    /// <summary>The agent answered a problem that has no verifier.</summary>
    Answered,

    /// <summary>The task reached its budget of tokens, calls or time before it answered.</summary>
    OutOfBudget,

    /// <summary>Calls failed so that the strategy could not go on.</summary>
    Failed,

    /// <summary>Its host died and the workload forbids a restart.</summary>
    Lost,

    /// <summary>The run stopped before the task ended, or before it began.</summary>
    Aborted,
}

namespace AgentLoad.Measurement.Records;

/// <summary>Final state of a task. Every planned task ends in exactly one state.</summary>
public enum TaskState
{
    /// <summary>The verifier accepted the answer.</summary>
    Solved,

    /// <summary>The verifier rejected the answer, or the agent ended without an answer.</summary>
    Unsolved,

    /// <summary>The agent answered a problem without a verifier.</summary>
    Answered,

    /// <summary>The task exhausted a budget before it answered.</summary>
    OutOfBudget,

    /// <summary>Failed calls prevented the strategy from continuing.</summary>
    Failed,

    /// <summary>The host was lost and the workload does not allow a restart.</summary>
    Lost,

    /// <summary>The run ended before the task ended or started.</summary>
    Aborted,
}

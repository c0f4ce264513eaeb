namespace AgentLoad.Measurement.Records;

/// <summary>Type of a task budget.</summary>
internal enum TaskBudgetKind
{
    /// <summary>Prompt and completion tokens.</summary>
    Tokens,

    /// <summary>Calls, retries included.</summary>
    Calls,

    /// <summary>Wall time.</summary>
    Time,

    /// <summary>Cost according to the prices of the endpoints.</summary>
    Money,
}

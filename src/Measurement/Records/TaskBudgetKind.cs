namespace AgentLoad.Measurement.Records;

/// <summary>What a task may use only so much of.</summary>
public enum TaskBudgetKind
{
    /// <summary>Prompt and completion tokens.</summary>
    Tokens,

    /// <summary>Calls, retries included.</summary>
    Calls,

    /// <summary>Wall time.</summary>
    Time,

    /// <summary>Money, by the prices of the endpoints.</summary>
    Money,
}

namespace AgentLoad.Measurement.Records;

/// <summary>What a step of a task was.</summary>
public enum StepKind
{
    /// <summary>A request to a model server.</summary>
    Call,

    /// <summary>An execution of a tool.</summary>
    Tool,
}

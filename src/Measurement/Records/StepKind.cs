namespace AgentLoad.Measurement.Records;

/// <summary>Type of a step of a task.</summary>
internal enum StepKind
{
    /// <summary>A request to a model server.</summary>
    Call,

    /// <summary>A tool execution.</summary>
    Tool,
}

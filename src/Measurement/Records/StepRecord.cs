namespace AgentLoad.Measurement.Records;

/// <summary>
/// One model call or tool call of a task. Steps form a directed acyclic graph: a step waits for the results of the steps in <see
/// cref="After"/>; the results of the steps in <see cref="Uses"/> are part of its input. Instants are seconds since the start of the run.
/// </summary>
internal sealed record StepRecord
{
    /// <summary>
    /// Number of the step, from 1, in the order in which the steps were completely planned; unique within the task attempt.
    /// </summary>
    public required int Id { get; init; }

    /// <summary>
    /// Position of the step in the search ("L2/propose/3"), unique within the attempt. It is the same for the same seed and replies,
    /// independent of execution order; the graphs of two runs are compared by it.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Model call or tool call.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Purpose of the step ("propose", "value", "sample", "act") or name of the tool.</summary>
    public required string Name { get; init; }

    /// <summary>Ids of the steps that this step waited for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Ids of the steps that provided input to this step; a path along these edges leads to the answer.</summary>
    public IReadOnlyList<int> Uses { get; init; } = [];

    /// <summary>Time at which the agent requested the step.</summary>
    public required double Asked { get; init; }

    /// <summary>Time at which the request was sent or the tool started.</summary>
    public required double Sent { get; init; }

    /// <summary>Time at which the step ended.</summary>
    public required double End { get; init; }

    /// <summary>Measurements of the call; null for a tool call.</summary>
    public CallRecord? Call { get; init; }

    /// <summary>Error of a failed tool call; null if it did not fail.</summary>
    public string? ToolError { get; init; }

    /// <summary>
    /// Score assigned by an evaluation step: a value on the problem's scale, a grade from 0 to 1, or 1 and 0 for yes and no. Null for all
    /// other steps.
    /// </summary>
    public double? Score { get; init; }

    /// <summary>True if a path along <see cref="Uses"/> leads from the step to the final answer; false for wasted work.</summary>
    public bool OnAnswerPath { get; init; }

    /// <summary>True if the step is on the critical path of the task.</summary>
    public bool OnCriticalPath { get; init; }
}

namespace AgentLoad.Measurement.Records;

/// <summary>
/// One call or tool call of a task. Steps form a directed acyclic graph: <see cref="After"/> are the steps whose results this
/// one waited for, <see cref="Uses"/> those of them whose results went into it. Instants are seconds since the start of the run.
/// </summary>
public sealed record StepRecord
{
    /// <summary>1, 2, … in the order in which the steps of the task ended being planned; unique within the task attempt.</summary>
    public required int Id { get; init; }

    /// <summary>
    /// The place of the step in the search ("L2/propose/3"), unique within the attempt and the same for the same seed and
    /// driving whatever ran first: graphs of two runs are compared by it.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Call or tool call.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>What the step is for ("propose", "value", "sample", "act") or the tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>Ids of the steps whose results this one waited for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Ids of the steps whose results went into this one: a path through these is a path to the answer.</summary>
    public IReadOnlyList<int> Uses { get; init; } = [];

    /// <summary>When the agent asked for the step.</summary>
    public required double Asked { get; init; }

    /// <summary>When the request was sent, or the tool began.</summary>
    public required double Sent { get; init; }

    /// <summary>When the step ended.</summary>
    public required double End { get; init; }

    /// <summary>The call's measurements; null for a tool call.</summary>
    public CallRecord? Call { get; init; }

    /// <summary>Why a tool call failed, or null.</summary>
    public string? ToolError { get; init; }

    /// <summary>What a judging step said: a value in the problem's scale, a grade from 0 to 1, or 1 and 0 for yes and no; null for any other step.</summary>
    public double? Score { get; init; }

    /// <summary>True where a path leads from the step to the final answer through <see cref="Uses"/>; false for wasted work.</summary>
    public bool OnAnswerPath { get; init; }

    /// <summary>True where the step lies on the longest time-weighted path of the task.</summary>
    public bool OnCriticalPath { get; init; }
}

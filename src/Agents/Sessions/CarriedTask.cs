using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// A task that stopped between two steps, to go on elsewhere: what its steps gave. The strategy begins anew there, and each step whose key
/// is known here answers at once, without a call, until it comes to where it stopped.
/// </summary>
/// <param name="Start">When the task started, seconds since the start of the run.</param>
/// <param name="Steps">Its steps so far, by ascending id.</param>
public sealed record CarriedTask(double Start, IReadOnlyList<CarriedStep> Steps)
{
    /// <summary>Calls among the steps.</summary>
    public int Calls => Steps.Count(static step => step.Record.Call is not null);
}

/// <summary>A step that has ended, with what a strategy saw of it.</summary>
/// <param name="Record">Its record, without a score: the strategy judges again.</param>
/// <param name="Text">Text of the reply or observation.</param>
public sealed record CarriedStep(StepRecord Record, string Text)
{
    /// <summary>Reasoning of the reply.</summary>
    public string Thinking { get; init; } = "";

    /// <summary>Tools that the model asked for.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];
}

/// <summary>How a task left its runner: one of the two is set.</summary>
/// <param name="Record">The record of a task that ended.</param>
/// <param name="Carried">A task that goes on elsewhere.</param>
public sealed record TaskOutcome(TaskRecord? Record, CarriedTask? Carried)
{
    /// <summary>Calls among its steps that other hosts made, and counted.</summary>
    public int CallsElsewhere { get; init; }
}

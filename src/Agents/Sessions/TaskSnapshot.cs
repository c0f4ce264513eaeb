using AgentLoad.Inference;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Sessions;

/// <summary>
/// A task that stopped between two steps, with the results of its steps. On the next host the strategy starts again; each step with a known
/// key returns its stored result without a call, up to the point where the task stopped.
/// </summary>
/// <param name="Start">Start of the task, in seconds since the start of the run.</param>
/// <param name="Steps">Its steps so far, by ascending id.</param>
internal sealed record TaskSnapshot(double Start, IReadOnlyList<StepSnapshot> Steps)
{
    /// <summary>Calls among the steps by the host that made them.</summary>
    public IReadOnlyDictionary<string, int> Hosts { get; init; } = new Dictionary<string, int>();

    /// <summary>Number of calls among the steps.</summary>
    public int Calls => Steps.Count(static step => step.Record.Call is not null);
}

/// <summary>A completed step with its result.</summary>
/// <param name="Record">Record of the step, without a score: the strategy scores it again.</param>
/// <param name="Text">Text of the reply or observation.</param>
internal sealed record StepSnapshot(StepRecord Record, string Text)
{
    /// <summary>Reasoning text of the reply.</summary>
    public string Thinking { get; init; } = "";

    /// <summary>Tool calls that the model requested.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];
}

/// <summary>The result of running a task: either a record or a snapshot.</summary>
/// <param name="Record">Record of a completed task.</param>
/// <param name="Snapshot">Snapshot of a suspended task.</param>
internal sealed record TaskOutcome(TaskRecord? Record, TaskSnapshot? Snapshot)
{
    /// <summary>Number of calls that other hosts made and counted.</summary>
    public int RemoteCalls { get; init; }
}

using AgentLoad.Inference;

namespace AgentLoad.Agents.Tools;

/// <summary>Something an agent can do besides asking a model.</summary>
public interface ITool
{
    /// <summary>Name, description and JSON schema of the arguments, as offered to a model.</summary>
    ToolDefinition Definition { get; }

    /// <summary>The time one execution takes, drawn from the tool's latency distribution; the session waits it out.</summary>
    TimeSpan DrawLatency(Random random);

    /// <summary>A failure to inject into one execution, drawn from the tool's failures; null for none.</summary>
    ToolFault? DrawFault(Random random) => null;

    /// <summary>Executes. Bad arguments give a result that says so, as a model can read; never throws for what a model wrote.</summary>
    /// <param name="arguments">JSON text as the model wrote it.</param>
    ToolResult Execute(string arguments);
}

/// <summary>What a tool answered.</summary>
/// <param name="Text">Text for the model.</param>
/// <param name="Error">One line where the arguments were no good or the tool failed, else null.</param>
public sealed record ToolResult(string Text, string? Error = null);

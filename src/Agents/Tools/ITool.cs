using AgentLoad.Inference;

namespace AgentLoad.Agents.Tools;

/// <summary>A tool that an agent can call.</summary>
internal interface ITool
{
    /// <summary>Name, description and JSON schema of the arguments, as sent to a model.</summary>
    ToolDefinition Definition { get; }

    /// <summary>Draws the duration of one execution from the tool's latency distribution. The session waits for it.</summary>
    TimeSpan DrawLatency(Random random);

    /// <summary>Draws the failure to inject into one execution; null if the execution succeeds.</summary>
    ToolFault? DrawFault(Random random) => null;

    /// <summary>Executes the tool. Invalid arguments return a result with an error message for the model; they never throw.</summary>
    /// <param name="arguments">Arguments as JSON, as written by the model.</param>
    ToolResult Execute(string arguments);
}

/// <summary>The result of a tool call.</summary>
/// <param name="Text">Text for the model.</param>
/// <param name="Error">One-line error if the arguments were invalid or the tool failed, else null.</param>
internal sealed record ToolResult(string Text, string? Error = null);

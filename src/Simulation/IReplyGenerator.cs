using AgentLoad.Inference;

namespace AgentLoad.Simulation;

/// <summary>What a simulated model says.</summary>
public interface IReplyGenerator
{
    /// <summary>Answers a prompt. The same prompt, model and seed give the same reply; called from many threads at once.</summary>
    SimulatedReply Generate(SimulatedPrompt prompt);
}

/// <summary>What a simulated model is asked.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Messages">The conversation so far.</param>
/// <param name="Tools">Tools that the model may call; empty for none.</param>
/// <param name="MaxTokens">Limit on completion tokens; <see cref="int.MaxValue"/> for none.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Seed">Seed of the sampler.</param>
/// <param name="Json">A JSON object is asked for.</param>
public sealed record SimulatedPrompt(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ToolDefinition> Tools,
    int MaxTokens,
    double Temperature,
    ulong Seed,
    bool Json
);

/// <summary>What a simulated model answers.</summary>
/// <param name="Text">The reply's text.</param>
/// <param name="Thinking">The reply's reasoning; empty for none.</param>
/// <param name="ToolCalls">Tools that the model asks for; empty for none.</param>
public sealed record SimulatedReply(string Text, string Thinking, IReadOnlyList<ToolCall> ToolCalls);

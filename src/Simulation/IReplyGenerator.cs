using AgentLoad.Inference;

namespace AgentLoad.Simulation;

/// <summary>Generates the replies of a simulated model.</summary>
internal interface IReplyGenerator
{
    /// <summary>Generates a reply. The same prompt, model and seed give the same reply. Called concurrently from many threads.</summary>
    SimulatedReply Generate(SimulatedPrompt prompt);
}

/// <summary>The prompt of a simulated model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Messages">The conversation so far.</param>
/// <param name="Tools">Tools that the model may call; empty for none.</param>
/// <param name="MaxTokens">Limit on completion tokens; <see cref="int.MaxValue"/> for none.</param>
/// <param name="Temperature">Sampling temperature.</param>
/// <param name="Seed">Seed of the sampler.</param>
/// <param name="Json">True to request a JSON object.</param>
internal sealed record SimulatedPrompt(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ToolDefinition> Tools,
    int MaxTokens,
    double Temperature,
    ulong Seed,
    bool Json
)
{
    /// <summary>False if the caller disables reasoning; null if it leaves the choice to the model.</summary>
    public bool? Think { get; init; }
}

/// <summary>The reply of a simulated model.</summary>
/// <param name="Text">Text of the reply.</param>
/// <param name="Thinking">Reasoning text; empty for none.</param>
/// <param name="ToolCalls">Tool calls that the model requests; empty for none.</param>
internal sealed record SimulatedReply(string Text, string Thinking, IReadOnlyList<ToolCall> ToolCalls);

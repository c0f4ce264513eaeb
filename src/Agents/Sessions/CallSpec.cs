using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>A call that a strategy requests from its session.</summary>
/// <param name="Name">Purpose of the call ("propose", "value", "sample"); the same for all calls of a kind.</param>
/// <param name="Key">Position in the search ("L2/propose/3"), unique within the task and independent of execution order.</param>
/// <param name="Messages">The conversation.</param>
internal sealed record CallSpec(string Name, string Key, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Role that selects endpoint, model and options of the call ("default", "critic").</summary>
    public string Role { get; init; } = "default";

    /// <summary>Steps that the call waited for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Steps with results that the call uses; null for the same as <see cref="After"/>.</summary>
    public IReadOnlyList<int>? Uses { get; init; }

    /// <summary>Sampling temperature of the strategy; the workload may override it.</summary>
    public double? Temperature { get; init; }

    /// <summary>
    /// Limit of the strategy on the completion tokens that follow the reasoning; the workload may override it. Servers limit both together,
    /// so the limit of a call to a reasoning model is higher: see <see cref="RoleBinding.ReasoningTokens"/>.
    /// </summary>
    public int? MaxTokens { get; init; }

    /// <summary>True if <see cref="MaxTokens"/> includes the reasoning.</summary>
    public bool LimitsReasoning { get; init; }

    /// <summary>Nucleus sampling (top-p) of the strategy; the workload may override it.</summary>
    public double? TopP { get; init; }

    /// <summary>True to request a JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>
    /// Called with each piece of the reply's text as it arrives; null if not needed. A call that delivered text is not retried.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Action<string>? OnText { get; init; }

    /// <summary>Stop sequences that end generation.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Tools for native tool calling.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];
}

/// <summary>The reply to a call, as a strategy receives it.</summary>
/// <param name="Step">Id of the step.</param>
/// <param name="Text">Text after the reasoning; empty if the call failed.</param>
/// <param name="Thinking">Reasoning text; empty for most models.</param>
/// <param name="ToolCalls">Tool calls that the model requests.</param>
/// <param name="IsGood">False if the call failed after all configured retries.</param>
internal sealed record Reply(int Step, string Text, string Thinking, IReadOnlyList<ToolCall> ToolCalls, bool IsGood)
{
    /// <summary>The text for the conversation: without reasoning unless the workload keeps it.</summary>
    public string History { get; init; } = Text;

    /// <summary>Completion tokens reported by the server, including reasoning; null if not reported.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Prompt tokens reported by the server, including cached ones; null if not reported.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>True if the reply reached its token limit.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>One-line reason of a failure; null if the call succeeded.</summary>
    public string? Error { get; init; }
}

/// <summary>The result of a tool, as a strategy receives it.</summary>
/// <param name="Step">Id of the step.</param>
/// <param name="Text">Text for the model.</param>
/// <param name="IsGood">False if the tool failed.</param>
internal sealed record Observation(int Step, string Text, bool IsGood);

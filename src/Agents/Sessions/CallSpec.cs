using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>A call that a strategy asks its session for.</summary>
/// <param name="Name">What the call is for ("propose", "value", "sample"): the same word for all calls of the kind.</param>
/// <param name="Key">Its place in the search ("L2/propose/3"), unique within the task and independent of what ran first.</param>
/// <param name="Messages">The conversation.</param>
public sealed record CallSpec(string Name, string Key, IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Role whose endpoint, model and options serve the call ("default", "critic").</summary>
    public string Role { get; init; } = "default";

    /// <summary>Steps whose results the call waited for.</summary>
    public IReadOnlyList<int> After { get; init; } = [];

    /// <summary>Those whose results went into it; null for the same as <see cref="After"/>.</summary>
    public IReadOnlyList<int>? Uses { get; init; }

    /// <summary>Sampling temperature that the strategy's row names; the workload may override it.</summary>
    public double? Temperature { get; init; }

    /// <summary>Limit on completion tokens that the strategy's row names; the workload may override it.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Nucleus sampling, where the strategy says; the workload may override it.</summary>
    public double? TopP { get; init; }

    /// <summary>Ask for a JSON object.</summary>
    public bool Json { get; init; }

    /// <summary>Told of each piece of the reply's text as it comes; a call that has told of some is not repeated. Null for no one.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Action<string>? OnText { get; init; }

    /// <summary>Texts that end generation.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Tools offered natively.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];
}

/// <summary>A reply as a strategy sees it.</summary>
/// <param name="Step">Id of the step that made it.</param>
/// <param name="Text">Text; empty where the call failed.</param>
/// <param name="Thinking">Reasoning; empty for most models.</param>
/// <param name="ToolCalls">Tools that the model asks for.</param>
/// <param name="IsGood">False where the call failed, after the retries that the workload grants.</param>
public sealed record Reply(int Step, string Text, string Thinking, IReadOnlyList<ToolCall> ToolCalls, bool IsGood)
{
    /// <summary>Tokens that the server says it produced, reasoning included; null where it does not say.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Tokens of the prompt, cached ones included; null where the server does not say.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>True where the reply reached its token limit.</summary>
    public bool IsCut { get; init; }

    /// <summary>Why the call failed, in one line; null where it did not.</summary>
    public string? Error { get; init; }
}

/// <summary>A tool's result as a strategy sees it.</summary>
/// <param name="Step">Id of the step.</param>
/// <param name="Text">Text for the model.</param>
/// <param name="IsGood">False where the tool failed.</param>
public sealed record Observation(int Step, string Text, bool IsGood);

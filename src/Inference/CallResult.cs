using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference;

/// <summary>A call that ended, well or not. Instants are timestamps of the client's <see cref="TimeProvider"/>; durations are seconds.</summary>
public sealed record CallResult
{
    /// <summary>Endpoint that answered.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How it ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>When the request was handed to the connection.</summary>
    public required long Sent { get; init; }

    /// <summary>When the call ended.</summary>
    public required long End { get; init; }

    /// <summary>First non-empty content, reasoning or tool call.</summary>
    public long? FirstChunk { get; init; }

    /// <summary>First non-reasoning output.</summary>
    public long? FirstOutput { get; init; }

    /// <summary>Last non-empty chunk.</summary>
    public long? LastChunk { get; init; }

    /// <summary>Gaps between consecutive non-empty chunks, seconds.</summary>
    public float[] ChunkGaps { get; init; } = [];

    /// <summary>The reply's text, as far as it came.</summary>
    public string Text { get; init; } = "";

    /// <summary>The reply's reasoning, as far as it came.</summary>
    public string Thinking { get; init; } = "";

    /// <summary>Tools that the model asks for.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>HTTP status, or null where no response arrived.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What went wrong, in one line, without secrets; null where nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Prompt tokens from the prefix cache; null means unknown.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Tokens produced, reasoning included.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens; null means unknown.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Where the counts come from.</summary>
    public TokenProvenance Provenance { get; init; }

    /// <summary>Waiting for a slot on the server.</summary>
    public double? ServerQueue { get; init; }

    /// <summary>Waiting for the model to load.</summary>
    public double? ServerLoad { get; init; }

    /// <summary>Work on the prompt.</summary>
    public double? ServerPrefill { get; init; }

    /// <summary>Production of tokens.</summary>
    public double? ServerDecode { get; init; }

    /// <summary>True where the reply may be used.</summary>
    public bool IsGood => Outcome.IsGood();
}

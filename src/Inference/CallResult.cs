using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference;

/// <summary>
/// Result of a call, successful or failed. Instants are timestamps of the client's <see cref="TimeProvider"/>; durations are seconds.
/// </summary>
internal sealed record CallResult
{
    /// <summary>Name of the endpoint that handled the call.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Outcome of the call.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>Time at which the request was sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Time at which the call ended.</summary>
    public required long End { get; init; }

    /// <summary>Time of the first non-empty content, reasoning or tool call; null if there is none.</summary>
    public long? FirstChunk { get; init; }

    /// <summary>Time of the first non-reasoning output; null if there is none.</summary>
    public long? FirstOutput { get; init; }

    /// <summary>Time of the last non-empty chunk; null if there is none.</summary>
    public long? LastChunk { get; init; }

    /// <summary>Gaps between consecutive non-empty chunks, seconds.</summary>
    public float[] ChunkGaps { get; init; } = [];

    /// <summary>Text of the reply, as far as it was received.</summary>
    public string Text { get; init; } = "";

    /// <summary>Reasoning of the reply, as far as it was received.</summary>
    public string Thinking { get; init; } = "";

    /// <summary>Tool calls requested by the model.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Model that the server named in its reply; null if it named none.</summary>
    public string? Model { get; init; }

    /// <summary>HTTP status; null if no response arrived.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Pause that the server asks for before the next attempt (<c>Retry-After</c>); null if it asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Error in one line, without secrets; null if there was none.</summary>
    public string? Error { get; init; }

    /// <summary>Prompt tokens, including cached tokens.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from the prefix cache; null if unknown.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Completion tokens, including reasoning tokens.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens; null if unknown.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Source of the token counts.</summary>
    public TokenProvenance Provenance { get; init; }

    /// <summary>Time spent waiting for a slot on the server, seconds.</summary>
    public double? ServerQueue { get; init; }

    /// <summary>Time spent waiting for the model to load, seconds.</summary>
    public double? ServerLoad { get; init; }

    /// <summary>Prefill time, seconds.</summary>
    public double? ServerPrefill { get; init; }

    /// <summary>Decode time, seconds.</summary>
    public double? ServerDecode { get; init; }

    /// <summary>True if the reply is usable.</summary>
    public bool IsGood => Outcome.IsGood();
}

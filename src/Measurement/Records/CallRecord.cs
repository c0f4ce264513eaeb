namespace AgentLoad.Measurement.Records;

/// <summary>
/// What was measured of one call. Durations are seconds; a value that the server did not report is null, never 0.
/// The instants of the call (asked, sent, ended) are those of the <see cref="StepRecord"/> that holds it.
/// </summary>
public sealed record CallRecord
{
    /// <summary>Name of the endpoint that was called.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>How the call ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>HTTP status, or null where no response arrived.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The error in one line, or null. Never holds a secret.</summary>
    public string? Error { get; init; }

    /// <summary>Step id of the failed call that this one repeats, or null for a first attempt.</summary>
    public int? RetryOf { get; init; }

    /// <summary>Sent to first non-empty content, reasoning or tool call (<c>call.ttft</c>), seconds.</summary>
    public double? Ttft { get; init; }

    /// <summary>Sent to first non-reasoning output (<c>call.ttfo</c>), seconds.</summary>
    public double? Ttfo { get; init; }

    /// <summary>Sent to last non-empty chunk, seconds.</summary>
    public double? LastChunk { get; init; }

    /// <summary>Gaps between consecutive non-empty chunks (<c>call.chunk_gap</c>), seconds.</summary>
    public float[] ChunkGaps { get; init; } = [];

    /// <summary>Images in the prompt.</summary>
    public int Images { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Prompt tokens that the server took from its prefix cache; null means unknown.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Tokens that the server produced, reasoning included.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens among the completion tokens; null means unknown.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Prompt tokens already sent earlier in the same task; null where prompt tokens are unknown.</summary>
    public int? ResentTokens { get; init; }

    /// <summary>Money that it cost (<c>call.cost</c>), by the workload's prices; null where there are none, or tokens are unknown.</summary>
    public double? Cost { get; init; }

    /// <summary>Limit on completion tokens that the request carried.</summary>
    public int RequestedTokens { get; init; }

    /// <summary>Where the token counts come from.</summary>
    public TokenProvenance Provenance { get; init; }

    /// <summary>Time waited for a slot on the server, seconds.</summary>
    public double? ServerQueue { get; init; }

    /// <summary>Time waited for the model to load, seconds.</summary>
    public double? ServerLoad { get; init; }

    /// <summary>Time the server spent on the prompt, seconds.</summary>
    public double? ServerPrefill { get; init; }

    /// <summary>Time the server spent on producing tokens, seconds.</summary>
    public double? ServerDecode { get; init; }

    /// <summary>Prompt tokens / images of a prompt that holds some, its text included (<c>call.image_tokens</c>); null where the server does not say.</summary>
    public double? ImageTokens =>
        Images > 0 && Provenance == TokenProvenance.Server && PromptTokens is { } tokens ? (double)tokens / Images : null;

    /// <summary>(last chunk − first chunk) / (completion tokens − 1), seconds; null below two tokens (<c>call.tpot</c>).</summary>
    public double? Tpot => CompletionTokens > 1 && LastChunk - Ttft is { } span ? span / (CompletionTokens - 1) : null;

    /// <summary>The server's own time per token, seconds (<c>call.server_tpot</c>).</summary>
    public double? ServerTpot => CompletionTokens > 1 && ServerDecode > 0 ? ServerDecode / CompletionTokens : null;
}

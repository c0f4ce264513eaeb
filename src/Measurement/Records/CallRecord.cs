namespace AgentLoad.Measurement.Records;

/// <summary>
/// Measurements of one call. Durations are seconds. A value that the server did not report is null, never 0. The instants of the call
/// (asked, sent, ended) are those of its <see cref="StepRecord"/>.
/// </summary>
internal sealed record CallRecord
{
    /// <summary>Name of the called endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Requested model.</summary>
    public required string Model { get; init; }

    /// <summary>How the call ended.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>HTTP status; null if no response arrived.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Error in one line; null if there was none. Contains no secrets.</summary>
    public string? Error { get; init; }

    /// <summary>Step id of the failed call that this call retries; null for a first attempt.</summary>
    public int? RetryOf { get; init; }

    /// <summary>Time from sent to the first non-empty content, reasoning or tool call (<c>call.ttft</c>), seconds.</summary>
    public double? Ttft { get; init; }

    /// <summary>Time from sent to the first non-reasoning output (<c>call.ttfo</c>), seconds.</summary>
    public double? Ttfo { get; init; }

    /// <summary>Time from sent to the last non-empty chunk, seconds.</summary>
    public double? LastChunk { get; init; }

    /// <summary>Gaps between consecutive non-empty chunks (<c>call.chunk_gap</c>), seconds.</summary>
    public float[] ChunkGaps { get; init; } = [];

    /// <summary>Number of images in the prompt.</summary>
    public int Images { get; init; }

    /// <summary>Prompt tokens, including cached tokens.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from the prefix cache; null if unknown.</summary>
    public int? CachedTokens { get; init; }

    /// <summary>Generated tokens, including reasoning tokens.</summary>
    public int? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens, included in the completion tokens; null if unknown.</summary>
    public int? ReasoningTokens { get; init; }

    /// <summary>Prompt tokens already sent earlier in the same task; null if prompt tokens are unknown.</summary>
    public int? ResentTokens { get; init; }

    /// <summary>
    /// Prompt tokens that begin an earlier prompt of the run, at least <see cref="ResentTokens"/>: what an unlimited prefix cache could
    /// serve. Null if prompt tokens are unknown.
    /// </summary>
    public int? SharedTokens { get; init; }

    /// <summary>
    /// Cost of the call according to the prices of the workload (<c>call.cost</c>); null if there are no prices or the tokens are unknown.
    /// </summary>
    public double? Cost { get; init; }

    /// <summary>Maximum completion tokens set in the request.</summary>
    public int RequestedTokens { get; init; }

    /// <summary>Source of the token counts.</summary>
    public TokenProvenance Provenance { get; init; }

    /// <summary>Time spent waiting for a slot on the server, seconds.</summary>
    public double? ServerQueue { get; init; }

    /// <summary>Time spent waiting for the model to load, seconds.</summary>
    public double? ServerLoad { get; init; }

    /// <summary>Prefill time reported by the server, seconds.</summary>
    public double? ServerPrefill { get; init; }

    /// <summary>Decode time reported by the server, seconds.</summary>
    public double? ServerDecode { get; init; }

    /// <summary>
    /// Prompt tokens per image, including the text of the prompt (<c>call.image_tokens</c>); null without images or if the server does not
    /// report tokens.
    /// </summary>
    public double? ImageTokens =>
        Images > 0 && Provenance == TokenProvenance.Server && PromptTokens is { } tokens ? (double)tokens / Images : null;

    /// <summary>
    /// (last chunk − first chunk) / (completion tokens − 1), seconds (<c>call.tpot</c>); null for fewer than two tokens and for a reply
    /// that arrived in one piece, for example a tool call.
    /// </summary>
    public double? Tpot => CompletionTokens > 1 && LastChunk - Ttft is > 0 and var span ? span / (CompletionTokens - 1) : null;

    /// <summary>Time per token reported by the server, seconds (<c>call.server_tpot</c>).</summary>
    public double? ServerTpot => CompletionTokens > 1 && ServerDecode > 0 ? ServerDecode / CompletionTokens : null;
}

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Calls that ended in the measured window, regardless of their task, without baseline tasks. Latencies include failed calls. A
/// distribution is null if no call has the value.
/// </summary>
internal sealed record CallSummary
{
    /// <summary>Number of calls.</summary>
    public required long Count { get; init; }

    /// <summary>Calls of baseline tasks that ended in the measured window; not included in any other member.</summary>
    public required long BaselineCount { get; init; }

    /// <summary>Prompt tokens, including cached tokens; null if unknown.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from prefix caches; null if no server reports them.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Completion tokens, including reasoning tokens; null if unknown.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Prompt and completion tokens; null if unknown.</summary>
    public long? TotalTokens => PromptTokens is null && CompletionTokens is null ? null : (PromptTokens ?? 0) + (CompletionTokens ?? 0);

    /// <summary>Tokens that the client estimated / tokens; null without tokens.</summary>
    public double? EstimatedTokenShare { get; init; }

    /// <summary>
    /// Percentiles of <c>call.ttft</c> in which a failed call is slower than every other; null if no call failed.
    /// </summary>
    public AdjustedPercentiles? AdjustedTtftSeconds { get; init; }

    /// <summary>
    /// Percentiles of <c>call.latency</c> in which a failed call is slower than every other; null if no call failed.
    /// </summary>
    public AdjustedPercentiles? AdjustedLatencySeconds { get; init; }

    /// <summary>Calls by outcome; contains every outcome, including those with count 0.</summary>
    public required IReadOnlyDictionary<CallOutcome, long> ByOutcome { get; init; }

    /// <summary>Calls by source of token counts; contains every source, including those with count 0.</summary>
    public required IReadOnlyDictionary<TokenProvenance, long> ByProvenance { get; init; }

    /// <summary>Calls failed by server or network / calls; null without calls.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>Time from intended start to sent (<c>call.schedule_delay</c>).</summary>
    public Distribution? ScheduleDelaySeconds { get; init; }

    /// <summary><c>call.ttft</c>.</summary>
    public Distribution? TtftSeconds { get; init; }

    /// <summary><c>call.ttfo</c>.</summary>
    public Distribution? TtfoSeconds { get; init; }

    /// <summary>
    /// <c>call.chunk_gap</c>, from a histogram with three significant digits; the standard deviation is computed from the buckets.
    /// </summary>
    public Distribution? ChunkGapSeconds { get; init; }

    /// <summary><c>call.tpot</c>.</summary>
    public Distribution? TpotSeconds { get; init; }

    /// <summary><c>call.server_tpot</c>.</summary>
    public Distribution? ServerTpotSeconds { get; init; }

    /// <summary><c>call.latency</c>.</summary>
    public Distribution? LatencySeconds { get; init; }

    /// <summary><c>call.effective_latency</c>.</summary>
    public Distribution? EffectiveLatencySeconds { get; init; }

    /// <summary><c>call.server_queue</c>.</summary>
    public Distribution? ServerQueueSeconds { get; init; }

    /// <summary><c>call.server_load</c>.</summary>
    public Distribution? ServerLoadSeconds { get; init; }

    /// <summary><c>call.server_prefill</c>.</summary>
    public Distribution? ServerPrefillSeconds { get; init; }

    /// <summary><c>call.server_decode</c>.</summary>
    public Distribution? ServerDecodeSeconds { get; init; }

    /// <summary>
    /// Prompt tokens per image, including the text of the prompt (<c>call.image_tokens</c>); null if no call with images was measured.
    /// </summary>
    public Distribution? ImageTokens { get; init; }

    /// <summary>Use of the servers' prefix caches; null if no call has prompt tokens.</summary>
    public PromptCache? PromptCache { get; init; }
}

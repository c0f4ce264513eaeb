using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// The calls of the tasks in the measured window, baseline excluded. Latencies are over all ended calls, failures included; a
/// distribution is null where no call has the value.
/// </summary>
public sealed record CallSummary
{
    /// <summary>Calls.</summary>
    public required long Count { get; init; }

    /// <summary>Calls of baseline tasks in the window; in no other figure here.</summary>
    public required long BaselineCount { get; init; }

    /// <summary>A count for every outcome, 0 included.</summary>
    public required IReadOnlyDictionary<CallOutcome, long> ByOutcome { get; init; }

    /// <summary>A count for every provenance of token counts, 0 included.</summary>
    public required IReadOnlyDictionary<TokenProvenance, long> ByProvenance { get; init; }

    /// <summary>Failures of server or network / calls; null without calls.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>Intended start to sent (<c>call.schedule_delay</c>).</summary>
    public Distribution? ScheduleDelaySeconds { get; init; }

    /// <summary><c>call.ttft</c>.</summary>
    public Distribution? TtftSeconds { get; init; }

    /// <summary><c>call.ttfo</c>.</summary>
    public Distribution? TtfoSeconds { get; init; }

    /// <summary><c>call.chunk_gap</c>, from a histogram of three significant digits; its deviation is that of the buckets.</summary>
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

    /// <summary>Prompt tokens for each image of a prompt, its text included (<c>call.image_tokens</c>); null where no call with images was measured.</summary>
    public Distribution? ImageTokens { get; init; }
}

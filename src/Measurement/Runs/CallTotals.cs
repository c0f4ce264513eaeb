using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Runs;

/// <summary>Sums over calls. Token counts are null if no call reports them.</summary>
internal sealed class CallTotals
{
    private long _estimated;

    /// <summary>Number of calls.</summary>
    public long Calls { get; private set; }

    /// <summary>Number of calls with a usable reply.</summary>
    public long GoodCalls { get; private set; }

    /// <summary>Prompt tokens, including cached tokens.</summary>
    public long? PromptTokens { get; private set; }

    /// <summary>Prompt tokens served from prefix caches.</summary>
    public long? CachedTokens { get; private set; }

    /// <summary>Completion tokens, including reasoning tokens.</summary>
    public long? CompletionTokens { get; private set; }

    /// <summary>Prompt and completion tokens; null if no call reports them.</summary>
    public long? TotalTokens => PromptTokens is null && CompletionTokens is null ? null : (PromptTokens ?? 0) + (CompletionTokens ?? 0);

    /// <summary>Tokens that the client estimated / tokens; null without tokens.</summary>
    public double? EstimatedTokenShare => TotalTokens is > 0 and var total ? (double)_estimated / total : null;

    /// <summary>Adds a call.</summary>
    public void Add(CallRecord call)
    {
        Calls++;
        GoodCalls += call.Outcome.IsGood() ? 1 : 0;
        PromptTokens = Plus(PromptTokens, call.PromptTokens);
        CachedTokens = Plus(CachedTokens, call.CachedTokens);
        CompletionTokens = Plus(CompletionTokens, call.CompletionTokens);
        if (call.Provenance == TokenProvenance.Estimated)
        {
            _estimated += (call.PromptTokens ?? 0) + (call.CompletionTokens ?? 0);
        }
    }

    private static long? Plus(long? sum, long? value) => value is null ? sum : (sum ?? 0) + value;
}

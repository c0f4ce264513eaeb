using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports;

/// <summary>Formats the use of prefix caches.</summary>
internal static class PromptCacheText
{
    /// <summary>Returns the line of the summary.</summary>
    public static string Of(PromptCache cache) =>
        cache.Share is null
            ? $"Cache    prompt tokens served from the prefix cache: not reported; at most {NumberFormat.Percent(cache.Ceiling)} could be"
            : $"Cache    {Share(cache)} of prompt tokens served from the prefix cache; "
                + $"at most {NumberFormat.Percent(cache.Ceiling)} could be";

    /// <summary>Returns the cached share, marked if it is inferred.</summary>
    public static string Share(PromptCache cache) =>
        cache.IsInferred
            ? $"at least {NumberFormat.Percent(cache.Share)} (inferred from prefill times)"
            : NumberFormat.Percent(cache.Share);
}

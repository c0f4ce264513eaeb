using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>
/// Checks whether the servers' prefix caches served two runs alike. A run that repeats the prompts of an earlier one finds them in the
/// cache, which shortens its prefill and its time to first token without any change of the server.
/// </summary>
internal static class PromptCacheChecks
{
    private const double MaxShareDifference = 0.1,
        MaxPrefillRatio = 2;

    /// <summary>Returns the reasons why the second run is not comparable with the first.</summary>
    public static IEnumerable<string> Reasons(RunArchive a, RunArchive b)
    {
        if (a.Facts.Salt is { } saltA && b.Facts.Salt is { } saltB && saltA.Length == 0 != (saltB.Length == 0))
        {
            yield return (saltB.Length == 0 ? "has no salt and the first has one" : "has a salt and the first has none")
                + ": prompts without a salt can be in the server's cache from an earlier run";
        }

        if (!SentSamePrompts(a, b))
        {
            yield break;
        }

        if (SharesDiffer(a, b) is { } difference)
        {
            yield return $"sent the same prompts to the same server, and {difference}";
        }
        else if (PrefillDiffers(a, b) is { } prefill)
        {
            yield return $"sent the same prompts to the same server, and {prefill}";
        }
    }

    /// <summary>Returns warnings for runs that are comparable.</summary>
    public static IEnumerable<string> Warnings(RunArchive a, RunArchive b)
    {
        var name = Path.GetFileName(b.Folder);
        if (SentSamePrompts(a, b))
        {
            yield return $"{name} sent the same prompts to the same server as the first (same seed, "
                + (a.Facts.Salt is { Length: > 0 } salt ? $"salt {salt}" : "no salt")
                + "): the later run can be served from the prefix cache that the earlier one filled. Without --salt, each run draws one";
        }
        else if (SharesDiffer(a, b) is { } difference)
        {
            yield return $"{name}: {difference}. Prefill and TTFT depend on it";
        }
    }

    private static bool SentSamePrompts(RunArchive a, RunArchive b) =>
        a.Facts.Salt is { } salt
        && salt == b.Facts.Salt
        && a.Facts.Seed == b.Facts.Seed
        && a.Facts.Id != b.Facts.Id
        && a.Facts.Endpoints.Select(e => e.Url).Intersect(b.Facts.Endpoints.Select(e => e.Url)).Any();

    private static string? SharesDiffer(RunArchive a, RunArchive b) =>
        a.ReadSummary()?.Calls.PromptCache is { Share: { } shareA } cacheA
        && b.ReadSummary()?.Calls.PromptCache is { Share: { } shareB } cacheB
        && Math.Abs(shareA - shareB) > MaxShareDifference
            ? $"{PromptCacheText.Share(cacheB)} of its prompt tokens came from the prefix cache, "
                + $"{PromptCacheText.Share(cacheA)} in the first"
            : null;

    private static string? PrefillDiffers(RunArchive a, RunArchive b) =>
        a.ReadSummary()?.Calls.ServerPrefillSeconds is { P50: > 0 and var prefillA }
        && b.ReadSummary()?.Calls.ServerPrefillSeconds is { P50: > 0 and var prefillB }
        && Math.Max(prefillA, prefillB) > MaxPrefillRatio * Math.Min(prefillA, prefillB)
            ? $"their prefill took {NumberFormat.Seconds(prefillB)} (p50), {NumberFormat.Seconds(prefillA)} in the first"
            : null;
}

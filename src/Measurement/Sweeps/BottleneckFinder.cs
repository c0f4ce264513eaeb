using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>
/// Determines the limiting resource of a sweep: the component of the critical path that grew most between the largest level that met the
/// SLOs and the smallest level that failed.
/// </summary>
internal static class BottleneckFinder
{
    /// <summary>The limiting resource if a server reports a full KV cache.</summary>
    public const string KvCache = "KV cache";

    /// <summary>The limiting resource if the load generator was the bottleneck.</summary>
    public const string LoadGenerator = "load generator";

    /// <summary>The limiting resource if no reported component explains the time.</summary>
    public const string Unreported = "network or unreported server time";

    /// <summary>The limiting resource if a server that reports no durations took longer.</summary>
    public const string Unsplit = "server (not split)";

    private const double FullCache = 0.95;

    private static readonly (string Name, Func<CriticalPathSplit, double> Part)[] Parts =
    [
        ("queue", split => split.ServerQueueSeconds),
        ("prefill", split => split.PrefillSeconds),
        ("decode", split => split.DecodeSeconds),
        ("model load", split => split.LoadSeconds),
        ("tools", split => split.ToolSeconds),
        (LoadGenerator, split => split.ClientQueueSeconds),
        (Unreported, split => split.OtherSeconds),
        (Unsplit, split => split.UnsplitServerSeconds),
    ];

    /// <summary>
    /// Returns the mean time of a component of the critical path, seconds; null if the component or the critical path is unknown.
    /// </summary>
    public static double? CriticalPathSeconds(string name, SweepStep? step) =>
        step?.CriticalPath is { } split && Parts.FirstOrDefault(part => part.Name == name).Part is { } part ? part(split) : null;

    /// <summary>Returns the limiting resource; null if it cannot be determined.</summary>
    /// <param name="met">
    /// The largest level that met the SLOs; null if there is none. In that case the largest component of the failed step is returned.
    /// </param>
    /// <param name="failed">The smallest level that failed.</param>
    public static string? Find(SweepStep? met, SweepStep failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        if (failed.Invalid.Count > 0)
        {
            return LoadGenerator;
        }

        if (failed.TooManyFailures)
        {
            return "errors: calls failed or were rejected";
        }

        if (failed.KvCacheUsage >= FullCache)
        {
            return KvCache;
        }

        if (failed.CriticalPath is not { } after)
        {
            return null;
        }

        var before = met?.CriticalPath ?? CriticalPathSplit.Zero;
        var (name, growth) = Parts.Select(part => (part.Name, Growth: part.Part(after) - part.Part(before))).MaxBy(part => part.Growth);
        return growth > 0 ? name : null;
    }
}

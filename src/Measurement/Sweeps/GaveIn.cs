using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>Names what gave in first: what grew most from the largest level that met to the smallest that failed.</summary>
public static class GaveIn
{
    /// <summary>What gave in where a server reported its KV cache full.</summary>
    public const string Cache = "KV cache";

    private const double FullCache = 0.95;

    private static readonly (string Name, Func<CriticalPathSplit, double> Part)[] Parts =
    [
        ("queue", split => split.ServerQueueSeconds),
        ("prefill", split => split.PrefillSeconds),
        ("decode", split => split.DecodeSeconds),
        ("model load", split => split.LoadSeconds),
        ("tools", split => split.ToolSeconds),
        ("client", split => split.ClientQueueSeconds),
        ("network, or server time that it does not report", split => split.OtherSeconds),
    ];

    /// <summary>Seconds of a task's critical path that a part took; null for what is no part of it, and where nothing is known.</summary>
    public static double? SecondsOf(string name, SweepStep? step) =>
        step?.CriticalPath is { } split && Parts.FirstOrDefault(part => part.Name == name).Part is { } part ? part(split) : null;

    /// <summary>The name, or null where nothing stands out.</summary>
    /// <param name="met">The largest level that met; null where none did: then the largest part of the failed step is named.</param>
    /// <param name="failed">The smallest level that failed.</param>
    public static string? Of(SweepStep? met, SweepStep failed)
    {
        ArgumentNullException.ThrowIfNull(failed);
        if (failed.Invalid.Count > 0)
        {
            return "client";
        }

        if (failed.Failing)
        {
            return "errors: calls failed or were refused";
        }

        if (failed.KvCacheUse >= FullCache)
        {
            return Cache;
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

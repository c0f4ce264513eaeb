using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Reports;

/// <summary>The components of a critical path in the order in which tables and plots show them.</summary>
internal static class CriticalPathParts
{
    private static readonly (string Term, string Name, string Color, Func<CriticalPathSplit, double> Seconds)[] All =
    [
        ("path.queue", "queue", "#d98c3f", split => split.ServerQueueSeconds),
        ("path.load", "load", "#7a4a93", split => split.LoadSeconds),
        ("path.prefill", "prefill", "#8db0d6", split => split.PrefillSeconds),
        ("path.decode", "decode", "#1f5fa8", split => split.DecodeSeconds),
        ("path.tool", "tools", "#5d6b2f", split => split.ToolSeconds),
        ("path.join", "joins", "#c3c3bd", split => split.JoinSeconds),
        ("path.client", "client", "#b3261e", split => split.ClientQueueSeconds),
        ("path.other", "network", "#85857e", split => split.OtherSeconds),
        ("path.to_first", "server, to first token", "#bfa1cd", split => split.ToFirstTokenSeconds),
        ("path.after_first", "server, after first token", "#5283ba", split => split.AfterFirstTokenSeconds),
    ];

    /// <summary>Parts of a stack plot.</summary>
    public static IReadOnlyList<StackPart> Parts { get; } =
    [.. All.Select(part => new StackPart(part.Name, part.Term["path.".Length..].Replace('_', '-'), part.Color, part.Term))];

    /// <summary>Seconds of each part.</summary>
    public static IReadOnlyList<double> ValuesOf(CriticalPathSplit split) => [.. All.Select(part => part.Seconds(split))];

    /// <summary>Returns the largest part with its share: "decode 62%"; a dash if the path is unknown.</summary>
    public static string LargestOf(CriticalPathSplit? split) =>
        split is not { TotalSeconds: > 0 } ? NumberFormat.Missing
        : All.MaxBy(part => part.Seconds(split)) is var largest
            ? $"{largest.Name} {NumberFormat.Percent(largest.Seconds(split) / split.TotalSeconds)}"
        : "";
}

namespace AgentLoad.Measurement.Tasks;

/// <summary>Components of the length of a critical path, seconds. They add up to <see cref="TotalSeconds"/>.</summary>
/// <param name="ClientQueueSeconds">Asked to sent: time spent waiting in the client.</param>
/// <param name="ServerQueueSeconds">Time spent waiting for a slot on the server, as reported by the server.</param>
/// <param name="LoadSeconds">Time spent waiting for the model to load.</param>
/// <param name="PrefillSeconds">Prefill time.</param>
/// <param name="DecodeSeconds">Decode time.</param>
/// <param name="ToolSeconds">Time spent in tools.</param>
/// <param name="JoinSeconds">
/// Time between the end of a step on the path and the request for the next step: waiting for other steps, and the processing time of the
/// agent.
/// </param>
/// <param name="OtherSeconds">
/// Time from sent to end that the server-reported durations do not cover: network, and the server outside these durations.
/// </param>
/// <param name="ToFirstTokenSeconds">Time from sent to the first token, of calls to servers that report no durations.</param>
/// <param name="AfterFirstTokenSeconds">Time from the first token to the end, of calls to servers that report no durations.</param>
internal sealed record CriticalPathSplit(
    double ClientQueueSeconds,
    double ServerQueueSeconds,
    double LoadSeconds,
    double PrefillSeconds,
    double DecodeSeconds,
    double ToolSeconds,
    double JoinSeconds,
    double OtherSeconds,
    double ToFirstTokenSeconds = 0,
    double AfterFirstTokenSeconds = 0
)
{
    /// <summary>A split with all components 0.</summary>
    public static CriticalPathSplit Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Time in calls to servers that report no durations, network included (not split).</summary>
    public double UnsplitServerSeconds => ToFirstTokenSeconds + AfterFirstTokenSeconds;

    /// <summary>Length of the path.</summary>
    public double TotalSeconds =>
        ClientQueueSeconds
        + ServerQueueSeconds
        + LoadSeconds
        + PrefillSeconds
        + DecodeSeconds
        + ToolSeconds
        + JoinSeconds
        + OtherSeconds
        + UnsplitServerSeconds;

    /// <summary>Adds two splits by component.</summary>
    public static CriticalPathSplit operator +(CriticalPathSplit left, CriticalPathSplit right) =>
        new(
            left.ClientQueueSeconds + right.ClientQueueSeconds,
            left.ServerQueueSeconds + right.ServerQueueSeconds,
            left.LoadSeconds + right.LoadSeconds,
            left.PrefillSeconds + right.PrefillSeconds,
            left.DecodeSeconds + right.DecodeSeconds,
            left.ToolSeconds + right.ToolSeconds,
            left.JoinSeconds + right.JoinSeconds,
            left.OtherSeconds + right.OtherSeconds,
            left.ToFirstTokenSeconds + right.ToFirstTokenSeconds,
            left.AfterFirstTokenSeconds + right.AfterFirstTokenSeconds
        );

    /// <summary>Multiplies every component by <paramref name="factor"/>.</summary>
    public static CriticalPathSplit operator *(CriticalPathSplit split, double factor) =>
        new(
            split.ClientQueueSeconds * factor,
            split.ServerQueueSeconds * factor,
            split.LoadSeconds * factor,
            split.PrefillSeconds * factor,
            split.DecodeSeconds * factor,
            split.ToolSeconds * factor,
            split.JoinSeconds * factor,
            split.OtherSeconds * factor,
            split.ToFirstTokenSeconds * factor,
            split.AfterFirstTokenSeconds * factor
        );
}

namespace AgentLoad.Measurement.Tasks;

/// <summary>Where the time of a critical path went, seconds. The parts add up to <see cref="TotalSeconds"/>.</summary>
/// <param name="ClientQueueSeconds">Asked to sent: waiting inside the client.</param>
/// <param name="ServerQueueSeconds">Waiting for a slot on the server, as it reports.</param>
/// <param name="LoadSeconds">Waiting for the model to load.</param>
/// <param name="PrefillSeconds">The server's work on prompts.</param>
/// <param name="DecodeSeconds">The server's production of tokens.</param>
/// <param name="ToolSeconds">Tools at work.</param>
/// <param name="JoinSeconds">Between the end of a step on the path and the asking for the next: waiting for other steps, and the agent's own work.</param>
/// <param name="OtherSeconds">The rest of sent to end that no server duration explains: network, and all of it where the server reports nothing.</param>
public sealed record CriticalPathSplit(
    double ClientQueueSeconds,
    double ServerQueueSeconds,
    double LoadSeconds,
    double PrefillSeconds,
    double DecodeSeconds,
    double ToolSeconds,
    double JoinSeconds,
    double OtherSeconds
)
{
    /// <summary>Nothing at all.</summary>
    public static CriticalPathSplit Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The length of the path.</summary>
    public double TotalSeconds =>
        ClientQueueSeconds + ServerQueueSeconds + LoadSeconds + PrefillSeconds + DecodeSeconds + ToolSeconds + JoinSeconds + OtherSeconds;

    /// <summary>Part by part.</summary>
    public static CriticalPathSplit operator +(CriticalPathSplit left, CriticalPathSplit right) =>
        new(
            left.ClientQueueSeconds + right.ClientQueueSeconds,
            left.ServerQueueSeconds + right.ServerQueueSeconds,
            left.LoadSeconds + right.LoadSeconds,
            left.PrefillSeconds + right.PrefillSeconds,
            left.DecodeSeconds + right.DecodeSeconds,
            left.ToolSeconds + right.ToolSeconds,
            left.JoinSeconds + right.JoinSeconds,
            left.OtherSeconds + right.OtherSeconds
        );

    /// <summary>Every part times <paramref name="factor"/>.</summary>
    public static CriticalPathSplit operator *(CriticalPathSplit split, double factor) =>
        new(
            split.ClientQueueSeconds * factor,
            split.ServerQueueSeconds * factor,
            split.LoadSeconds * factor,
            split.PrefillSeconds * factor,
            split.DecodeSeconds * factor,
            split.ToolSeconds * factor,
            split.JoinSeconds * factor,
            split.OtherSeconds * factor
        );
}

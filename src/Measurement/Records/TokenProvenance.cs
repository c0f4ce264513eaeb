namespace AgentLoad.Measurement.Records;

/// <summary>Where the token counts of a call come from.</summary>
public enum TokenProvenance
{
    /// <summary>Not known: the server reported none and nothing was estimated.</summary>
    Missing,

    /// <summary>Reported by the server.</summary>
    Server,

    /// <summary>Estimated by the client, because the call ended before the server reported.</summary>
    Estimated,
}

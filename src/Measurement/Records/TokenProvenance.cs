namespace AgentLoad.Measurement.Records;

/// <summary>Source of the token counts of a call.</summary>
internal enum TokenProvenance
{
    /// <summary>Unknown: not reported by the server and not estimated.</summary>
    Missing,

    /// <summary>Reported by the server.</summary>
    Server,

    /// <summary>Estimated by the client because the call ended before the server reported token counts.</summary>
    Estimated,
}

namespace AgentLoad.Measurement.Records;

/// <summary>Source of the token counts of a call.</summary>
internal enum TokenProvenance
{
    /// <summary>Unknown: not reported by the server and not estimated.</summary>
    Missing,

    /// <summary>Reported by the server.</summary>
    Server,

    /// <summary>At least one of the two counts was estimated by the client, because the server did not report it.</summary>
    Estimated,
}

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What a silo counted of a run since its start; each report replaces the silo's one before.</summary>
[GenerateSerializer, Immutable, Alias("agentload.SiloReport")]
internal sealed record SiloReport
{
    /// <summary>The silo's address.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>What its agents did.</summary>
    [Id(1)]
    public required TotalsData Totals { get; init; }

    /// <summary>When it was created, seconds since the start of the run.</summary>
    [Id(5)]
    public double At { get; init; }

    /// <summary>Health of its process.</summary>
    [Id(2)]
    public required HealthData Health { get; init; }

    /// <summary>What keeps it from saving records, in one line, or null.</summary>
    [Id(3)]
    public string? Error { get; init; }
}

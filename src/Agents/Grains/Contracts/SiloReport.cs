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

    /// <summary>Calls of recorded tasks, and of tasks that moved to another silo.</summary>
    [Id(4)]
    public long SavedCalls { get; init; }

    /// <summary>Health of its process.</summary>
    [Id(2)]
    public required HealthData Health { get; init; }

    /// <summary>What keeps it from saving records, in one line, or null.</summary>
    [Id(3)]
    public string? Error { get; init; }
}

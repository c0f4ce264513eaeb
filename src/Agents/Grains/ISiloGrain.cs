using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One silo, for what must happen on that silo. The key is its address.</summary>
[Alias("agentload.ISiloGrain")]
internal interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Connects to the model servers of a run and loads their models.</summary>
    [Alias("Prepare"), ResponseTimeout("00:10:00")]
    Task<Preparation> PrepareAsync(RunSpec order);

    /// <summary>Describes what the silo holds of a run, for a run's grain that has lost its memory.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="epoch">Which activation of the run's grain asks.</param>
    [Alias("Holdings")]
    Task<SiloHoldings> DescribeHoldingsAsync(string runId, int epoch);

    /// <summary>Ends the silo's part in a run and returns its last report; null if it had no part.</summary>
    [Alias("Leave")]
    Task<SiloReport?> LeaveAsync(string runId);

    /// <summary>Describes the silo and its load.</summary>
    [Alias("Describe")]
    Task<SiloDescription> DescribeAsync();
}

/// <summary>A silo as <c>agentload cluster</c> shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Version">Version of agentload.</param>
/// <param name="Agents">Agents that live there.</param>
/// <param name="CpuShare">Processor share of its process since it started, 0 to 1.</param>
/// <param name="MemoryBytes">Memory it holds.</param>
/// <param name="UpSeconds">How long it is up.</param>
[GenerateSerializer, Immutable, Alias("agentload.SiloDescription")]
internal sealed record SiloDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Version,
    [property: Id(3)] int Agents,
    [property: Id(4)] double CpuShare,
    [property: Id(5)] long MemoryBytes,
    [property: Id(6)] double UpSeconds
);

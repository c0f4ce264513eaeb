using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One silo, for what must happen on it and nowhere else; its key is the silo's address.</summary>
[Alias("agentload.ISiloGrain")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Connects to the model servers of a run and has their models loaded. </summary>
    [Alias("Prepare"), ResponseTimeout("00:10:00")]
    Task<Preparation> PrepareAsync(RunSpec order);

    /// <summary>Ends its part in a run, and gives its last report; null where it had no part.</summary>
    [Alias("Leave")]
    Task<SiloReport?> LeaveAsync(string runId);

    /// <summary>What it is and what it carries.</summary>
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
public sealed record SiloDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string Version,
    [property: Id(3)] int Agents,
    [property: Id(4)] double CpuShare,
    [property: Id(5)] long MemoryBytes,
    [property: Id(6)] double UpSeconds
);

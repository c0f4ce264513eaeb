using AgentLoad.Measurement.Runs;

namespace AgentLoad.Silo.Contracts;

/// <summary><see cref="ClientHealth"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("agentload.Health")]
public sealed record HealthData(
    [property: Id(0)] int Cores,
    [property: Id(1)] double? CpuShare,
    [property: Id(2)] double? GcPauseTotalSeconds,
    [property: Id(3)] double? GcPauseShare,
    [property: Id(4)] long? PeakMemoryBytes)
{
    /// <summary>Packs it.</summary>
    public static HealthData Of(ClientHealth health) =>
        new(health.Cores, health.CpuShare, health.GcPauseTotalSeconds, health.GcPauseShare, health.PeakMemoryBytes);

    /// <summary>The worst of each over several hosts, and the cores of the one whose processors were busiest.</summary>
    public static ClientHealth Worst(IReadOnlyCollection<HealthData> hosts) => new()
    {
        Cores = hosts.MaxBy(h => h.CpuShare)!.Cores,
        CpuShare = hosts.Max(h => h.CpuShare),
        GcPauseTotalSeconds = hosts.Max(h => h.GcPauseTotalSeconds),
        GcPauseShare = hosts.Max(h => h.GcPauseShare),
        PeakMemoryBytes = hosts.Max(h => h.PeakMemoryBytes),
    };
}

using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary><see cref="ClientHealth"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("agentload.Health")]
internal sealed record HealthData(
    [property: Id(0)] int Cores,
    [property: Id(1)] double? CpuShare,
    [property: Id(2)] double? GcPauseTotalSeconds,
    [property: Id(3)] double? GcPauseShare,
    [property: Id(4)] long? PeakMemoryBytes,
    [property: Id(5)] long? QueuedCalls,
    [property: Id(6)] int? MaxConcurrentCalls,
    [property: Id(7)] double? ClockJumpSeconds = null
)
{
    /// <summary>Packs it.</summary>
    public static HealthData Of(ClientHealth health) =>
        new(
            health.Cores,
            health.CpuShare,
            health.GcPauseTotalSeconds,
            health.GcPauseShare,
            health.PeakMemoryBytes,
            health.QueuedCalls,
            health.MaxConcurrentCalls,
            health.ClockJumpSeconds
        );

    /// <summary>The worst value of each field over several hosts, the cores of the busiest host, and the sum of delayed calls.</summary>
    public static ClientHealth Worst(IReadOnlyCollection<HealthData> hosts) =>
        new()
        {
            Cores = hosts.MaxBy(h => h.CpuShare)!.Cores,
            CpuShare = hosts.Max(h => h.CpuShare),
            GcPauseTotalSeconds = hosts.Max(h => h.GcPauseTotalSeconds),
            GcPauseShare = hosts.Max(h => h.GcPauseShare),
            PeakMemoryBytes = hosts.Max(h => h.PeakMemoryBytes),
            QueuedCalls = hosts.Sum(h => h.QueuedCalls),
            MaxConcurrentCalls = hosts.Min(h => h.MaxConcurrentCalls),
            ClockJumpSeconds = hosts.Select(h => h.ClockJumpSeconds).MaxBy(jump => Math.Abs(jump ?? 0)),
        };
}

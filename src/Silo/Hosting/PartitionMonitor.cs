using AgentLoad.Agents.Grains.Silos;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Silo.Hosting;

/// <summary>Stops this process when its silo cannot reach other active silos.</summary>
internal sealed class PartitionMonitor(
    IClusterMembershipService membership,
    ClusterJoin join,
    LocalSilo self,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : BackgroundService
{
    /// <summary>Why the silo must stop; null if it need not.</summary>
    public string? Partition { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Partition = await new PartitionWatchdog(membership, join.Registry, self, time)
            .WaitForPartitionAsync(stoppingToken)
            .ConfigureAwait(false);
        lifetime.StopApplication();
    }
}

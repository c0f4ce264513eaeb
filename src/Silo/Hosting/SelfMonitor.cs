using AgentLoad.Agents.Grains.Silos;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Silo.Hosting;

/// <summary>Stops this process when its silo cannot take part in the cluster any longer, so that it can be started again.</summary>
internal sealed class SelfMonitor(
    IClusterMembershipService membership,
    IMembershipTable table,
    LocalSilo self,
    IHostApplicationLifetime lifetime,
    TimeProvider time
) : BackgroundService
{
    /// <summary>Why the silo must stop; null if it need not.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var other = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var first = await Task.WhenAny(
                new PartitionWatchdog(membership, table, self, time).WaitForPartitionAsync(other.Token),
                new MembershipWatchdog(table, self, time).WaitForLossAsync(other.Token)
            )
            .ConfigureAwait(false);
        Failure = await first.ConfigureAwait(false);
        await other.CancelAsync().ConfigureAwait(false);
        lifetime.StopApplication();
    }
}

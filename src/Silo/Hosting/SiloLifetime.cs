using AgentLoad.Agents.Grains.Silos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Follows the silo of this process: reports that it is up, and moves its agents to other silos before it leaves the cluster. Starts after
/// Orleans and stops before it.
/// </summary>
internal sealed class SiloLifetime(
    SiloSettings settings,
    ClusterJoin join,
    StopRequest stop,
    IServiceProvider services,
    ILogger<SiloLifetime> log
) : IHostedService
{
    /// <summary>Maximum time for agents to end their step and move to other silos before a silo leaves the cluster.</summary>
    public static TimeSpan DrainTimeout { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Maximum time to leave the cluster afterwards.</summary>
    public static TimeSpan LeaveTimeout { get; } = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the silo has no agents left, or the time for moving them is over.</summary>
    public Task Drained => _drained.Task;

    /// <summary>True once the silo is a member of the cluster.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>True once the silo is about to leave.</summary>
    public bool IsLeaving { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ClusterException">The cluster has another version.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var silos = services.GetRequiredService<IClusterMembershipService>().ActiveSilos().Count();
        await join.Registry.JoinAsync(isFirst: silos <= 1).ConfigureAwait(false);
        services.GetRequiredService<SiloUptime>();
        services.GetRequiredService<SiloMeter>();
        HasJoined = true;
        log.SiloIsUp(settings.Name, settings.ClusterId, settings.Address, settings.SiloPort, settings.GatewayPort, silos);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (HasJoined)
        {
            IsLeaving = true;
            log.SiloIsStopping(settings.Name);
            await services
                .GetRequiredService<SiloDrain>()
                .DrainAsync(DrainTimeout)
                .WaitAsync(stop.Now)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _drained.TrySetResult();
    }
}

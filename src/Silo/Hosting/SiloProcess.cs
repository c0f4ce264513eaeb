using System.Net.Sockets;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>Runs one silo as a process.</summary>
internal static class SiloProcess
{
    /// <summary>Maximum time for agents to end their step and move to other silos before a silo leaves the cluster.</summary>
    public static TimeSpan DrainTimeout { get; } = TimeSpan.FromSeconds(45);

    /// <summary>Maximum time to leave the cluster afterwards.</summary>
    public static TimeSpan LeaveTimeout { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Runs a silo until it is asked to stop. Its agents then move to other silos.</summary>
    /// <param name="settings">The silo.</param>
    /// <param name="say">Receives lines for the user.</param>
    /// <param name="watch">Who looks at it from outside.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <exception cref="ClusterException">
    /// Redis does not answer, a port is in use, the cluster has another version, the silo cannot reach another active silo, or it could not
    /// leave in time.
    /// </exception>
    public static async Task RunAsync(SiloSettings settings, Action<string> say, SiloReadiness watch, CancellationToken stop)
    {
        var address = new ClusterAddress(settings.Redis!, settings.ClusterId, settings.RedisAuthority) { Tls = settings.Tls };
        if (
            await RedisConnector.WaitAsync(address, settings.RedisTimeout, TimeProvider.System, say, stop).ConfigureAwait(false)
            is not { } redis
        )
        {
            return;
        }

        var registry = new ClusterRegistry(redis, address, TimeProvider.System);
        SiloPorts.Check(settings);
        if (await registry.IsPersistenceDisabledAsync().ConfigureAwait(false))
        {
            say("Redis persistence (AOF) is disabled: records are lost if Redis dies. Start it with --appendonly yes.");
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new LineLoggerProvider(say)).AddFilter(SiloLogFilter.Shows);
        foreach (var log in watch.Logs)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddSingleton(watch.Observer);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = LeaveTimeout);
        builder.UseAgentLoadSilo(settings);
        var host = builder.Build();
        await registry.JoinAsync(isFirst: await registry.ActiveSilosAsync().ConfigureAwait(false) == 0).ConfigureAwait(false);
        await StartAsync(host, stop).ConfigureAwait(false);
        var membership = host.Services.GetRequiredService<IClusterMembershipService>();
        var silos = membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active);
        await registry.JoinAsync(isFirst: silos <= 1).ConfigureAwait(false);
        var self = host.Services.GetRequiredService<LocalSilo>();
        host.Services.GetRequiredService<SiloUptime>();
        host.Services.GetRequiredService<SiloMeter>();
        watch.OnConnected(host.Services.GetRequiredService<IConnectionMultiplexer>());
        say(
            $"Silo {self.Name} of cluster '{settings.ClusterId}' is up on {settings.Address}:{settings.SiloPort}, for clients "
                + $"on port {settings.GatewayPort}. Active silos: {silos}. Ctrl-C moves its agents to the other silos and stops it."
        );
        if (await LostAsync(new PartitionWatchdog(membership, registry, self, TimeProvider.System), stop).ConfigureAwait(false) is { } lost)
        {
            throw new ClusterException(lost);
        }

        watch.OnLeaving();
        say($"Silo {self.Name} is stopping; its agents move to other silos.");
        await host.Services.GetRequiredService<SiloDrain>().DrainAsync(DrainTimeout).ConfigureAwait(false);
        await LeaveAsync(host, self.Name).ConfigureAwait(false);
        say($"Silo {self.Name} stopped.");
    }

    /// <summary>A silo that cannot reach Redis would try to leave the cluster without end.</summary>
    private static async Task LeaveAsync(IHost host, string name)
    {
        try
        {
            await Task.Run(async () =>
                {
                    await host.StopAsync().ConfigureAwait(false);
                    host.Dispose();
                })
                .WaitAsync(LeaveTimeout)
                .ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ClusterException(
                $"Silo {name} could not update its membership entry in Redis within {LeaveTimeout.TotalSeconds:0} s. The cluster "
                    + "will declare it dead.",
                e
            );
        }
    }

    /// <summary>Waits until the silo is asked to stop (null) or must stop itself (the reason).</summary>
    private static async Task<string?> LostAsync(PartitionWatchdog reach, CancellationToken stop)
    {
        try
        {
            return await reach.WaitForPartitionAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task StartAsync(IHost host, CancellationToken stop)
    {
        try
        {
            await host.StartAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is OrleansException or SocketException || (RedisErrors.IsRedisFailure(e) && !stop.IsCancellationRequested))
        {
            throw new ClusterException($"The silo cannot start: {e.GetBaseException().Message.ReplaceLineEndings(" ")}", e);
        }
    }
}

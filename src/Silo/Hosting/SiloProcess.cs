using System.Net.Sockets;
using AgentLoad.Silo.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>One silo as a process of its own.</summary>
public static class SiloProcess
{
    /// <summary>Longest time that a silo takes to shut down: agents end their step and move, then it leaves the cluster.</summary>
    public static TimeSpan ShutdownTimeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs a silo until it is asked to stop; then its agents move to other silos.</summary>
    /// <param name="settings">The silo.</param>
    /// <param name="say">Says a line to the user.</param>
    /// <param name="watch">Who looks at it from outside.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <exception cref="ClusterException">Redis does not answer, a port is taken, or the cluster is of another version.</exception>
    public static async Task RunAsync(SiloSettings settings, Action<string> say, SiloWatch watch, CancellationToken stop)
    {
        var address = new ClusterAddress(settings.Redis!, settings.ClusterId, settings.RedisAuthority);
        var registry = await ClusterRegistry.OpenAsync(address).ConfigureAwait(false);
        await CheckPortAsync(settings, settings.SiloPort, "--port").ConfigureAwait(false);
        await CheckPortAsync(settings, settings.GatewayPort, "--gateway-port").ConfigureAwait(false);
        if (await registry.IsForgetfulAsync().ConfigureAwait(false))
        {
            say("Redis keeps everything in memory only: records are lost if it dies. Start it with --appendonly yes.");
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new StderrLog(say)).AddFilter(SiloLogFilter.Shows);
        foreach (var log in watch.Logs)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddSingleton(watch.Observer);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.UseAgentLoadSilo(settings);
        using var host = builder.Build();
        await registry.JoinAsync(isFirst: false).ConfigureAwait(false);
        await host.StartAsync(stop).ConfigureAwait(false);
        var membership = host.Services.GetRequiredService<IClusterMembershipService>();
        var silos = membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active);
        await registry.JoinAsync(isFirst: silos <= 1).ConfigureAwait(false);
        var self = host.Services.GetRequiredService<SiloSelf>();
        host.Services.GetRequiredService<SiloUptime>();
        host.Services.GetRequiredService<SiloMeter>();
        watch.Opened(host.Services.GetRequiredService<IConnectionMultiplexer>());
        say($"Silo {self.Name} of cluster '{settings.ClusterId}' is up on {settings.Address}:{settings.SiloPort}, for clients on port {settings.GatewayPort}; {silos} of its silos are up. Ctrl-C moves its agents to the others and stops it.");
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        watch.Leaving();
        say($"Silo {self.Name} stops: its agents move to other silos.");
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        say($"Silo {self.Name} stopped.");
    }

    /// <summary>Two silos on one port would both start, and neither would say why half of the calls fail.</summary>
    private static async Task CheckPortAsync(SiloSettings settings, int port, string option)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(settings.Address, port).WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return;
        }

        throw new ClusterException($"Port {port} of {settings.Address} is taken, perhaps by another silo. Choose another with {option}.");
    }
}

using System.Globalization;
using System.Net;
using AgentLoad.Client.Hosting;
using AgentLoad.Client.Running;
using AgentLoad.Client.Telemetry;
using AgentLoad.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Client.Commands.Silos;

/// <summary>Runs <c>agentload silo</c>.</summary>
internal static class SiloJob
{
    /// <summary>Runs a silo until it is asked to stop, and returns the exit status.</summary>
    /// <exception cref="UserErrorException">An option is invalid, or the silo cannot join or leave its cluster.</exception>
    public static async Task<int> ExecuteAsync(
        IConfigurationRoot configuration,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        var options = OptionsReader.Read<SiloOptions>(configuration, SiloOptions.Section);
        using var signals = new StopSignals(static _ => { });
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.Drain);
        var stop = new StopRequest(drain.Token, signals.Stop);
        try
        {
            var cluster = ClusterConnector.GetAddress(options.Cluster, timeProvider);
            var address = options.Address is { } text
                ? IPAddress.Parse(text)
                : await AdvertisedAddress.FindAsync(cluster.Redis, TimeSpan.FromSeconds(options.Wait), timeProvider, stop.Drain);
            var settings = new SiloSettings
            {
                Redis = cluster.Redis,
                ClusterId = cluster.ClusterId,
                RedisAuthority = cluster.RedisAuthority,
                Tls = cluster.Tls,
                RedisTimeout = TimeSpan.FromSeconds(options.Wait),
                Address = address,
                ListenOnAnyAddress = !SiloPorts.IsOfThisMachine(address),
                TraceGrains = options.TraceGrains,
                Dashboard = options.Dashboard is not null,
            };
            using var port = Reserve(settings, options.Port, SiloSettings.DefaultSiloPort, "--port");
            using var gateway = Reserve(settings, options.GatewayPort, SiloSettings.DefaultGatewayPort, "--gateway-port");
            settings = settings with
            {
                SiloPort = port.Port,
                GatewayPort = gateway.Port,
                Name = options.Name ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{port.Port}"),
            };
            await using var telemetry = TelemetryHost.Create(options.Telemetry, "silo", settings.Name);
            var host = Build(configuration, settings, options.Dashboard, telemetry, stop);

            // Writes what is left of the log, also if the host cannot leave its cluster and is not disposed.
            using var logs = host.Services.GetRequiredService<ILoggerFactory>();
            await new SiloProcess(host, settings, stop, timeProvider).RunAsync();
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (stop.Drain.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    private static PortReservation Reserve(SiloSettings settings, int? port, int first, string option) =>
        port is { } given
            ? PortReservation.Take(settings.ListenAddress, given, option)
            : PortReservation.TakeFree(settings.ListenAddress, first, option);

    private static IHost Build(
        IConfigurationRoot configuration,
        SiloSettings settings,
        int? dashboard,
        TelemetryHost telemetry,
        StopRequest stop
    )
    {
        if (dashboard is { } port)
        {
            var web = WebApplication.CreateEmptyBuilder(new());
            AddServices(web, configuration, settings, telemetry, stop);
            return DashboardSite.Build(web, port);
        }

        var builder = Host.CreateEmptyApplicationBuilder(null);
        AddServices(builder, configuration, settings, telemetry, stop);
        return builder.Build();
    }

    private static void AddServices(
        IHostApplicationBuilder builder,
        IConfigurationRoot configuration,
        SiloSettings settings,
        TelemetryHost telemetry,
        StopRequest stop
    )
    {
        builder.AddDefaults(configuration, telemetry.Logs);
        builder.Services.AddSingleton(telemetry).AddSingleton(telemetry.Observer).AddSingleton(stop).AddHostedService<HealthEndpoint>();
        builder.UseAgentLoadSilo(settings);
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Client.Hosting;

/// <summary>What every host of this program has: configuration, and a log on the console and at the telemetry collector.</summary>
internal static class AgentLoadHost
{
    /// <summary>Creates the builder of a host.</summary>
    /// <param name="configuration">Configuration.</param>
    /// <param name="logs">Additional log providers.</param>
    public static HostApplicationBuilder CreateBuilder(IConfigurationRoot configuration, IReadOnlyList<ILoggerProvider>? logs = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddDefaults(configuration, logs ?? []);
        return builder;
    }

    /// <summary>Adds configuration and logs to a builder.</summary>
    public static void AddDefaults(
        this IHostApplicationBuilder builder,
        IConfigurationRoot configuration,
        IReadOnlyList<ILoggerProvider> logs
    )
    {
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole();
        foreach (var log in logs)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
    }
}

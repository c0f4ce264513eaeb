using AgentLoad.Client.Telemetry;
using AgentLoad.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Client.Hosting;

/// <summary>Serves the health checks of a host and its metrics. They stay available until the process ends.</summary>
internal sealed partial class HealthEndpoint(TelemetryHost telemetry, HealthCheckService checks, ILogger<HealthEndpoint> log)
    : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await telemetry.ServeAsync(NotReadyReasonAsync, cancellationToken) is { } url)
        {
            LogAddress($"{url}/metrics");
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string?> NotReadyReasonAsync(CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains(SiloHosting.ReadyTag), cancellationToken);
        return report.Status == HealthStatus.Healthy
            ? null
            : string.Join("; ", report.Entries.Values.Where(e => e.Status != HealthStatus.Healthy).Select(e => e.Description));
    }

    [LoggerMessage(LogLevel.Information, "Metrics at {Url}.")]
    private partial void LogAddress(string url);
}

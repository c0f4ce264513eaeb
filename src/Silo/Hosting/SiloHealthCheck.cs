using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentLoad.Silo.Hosting;

/// <summary>Healthy while the silo is a member of its cluster and does not leave it.</summary>
internal sealed class SiloHealthCheck(SiloLifetime silo) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            silo.IsLeaving ? HealthCheckResult.Unhealthy("the silo is leaving the cluster")
            : silo.HasJoined ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the silo has not joined the cluster yet")
        );
}

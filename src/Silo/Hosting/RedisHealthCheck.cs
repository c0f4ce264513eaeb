using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentLoad.Silo.Hosting;

/// <summary>Healthy while the silo is connected to Redis.</summary>
internal sealed class RedisHealthCheck(ClusterJoin join) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            join.RedisOrNull is { IsConnected: true } ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Redis does not answer")
        );
}

using System.Net;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Checks, before the silo starts, that it can join its cluster: waits for Redis, and compares versions and certificate authorities.
/// </summary>
internal sealed class ClusterJoin(SiloSettings settings, StopRequest stop, ILogger<ClusterJoin> log, TimeProvider time)
    : IHostedService,
        IAsyncDisposable
{
    private IConnectionMultiplexer? _redis;

    /// <summary>The connection to Redis; null until Redis has answered.</summary>
    public IConnectionMultiplexer? RedisOrNull => _redis;

    /// <summary>The connection to Redis.</summary>
    public IConnectionMultiplexer Redis => _redis ?? throw new InvalidOperationException("The silo has not connected to Redis yet.");

    /// <summary>The cluster's keys in Redis.</summary>
    public ClusterRegistry Registry => new(Redis, settings.Cluster, time);

    /// <inheritdoc/>
    /// <exception cref="ClusterException">Redis does not answer, a port is in use, or the cluster has another version.</exception>
    /// <exception cref="OperationCanceledException">The process was asked to stop.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _redis = await RedisConnector.WaitAsync(settings.Cluster, settings.RedisTimeout, time, log, stop.Drain).ConfigureAwait(false);
        SiloPorts.Check(settings);
        if (await Registry.IsPersistenceDisabledAsync().ConfigureAwait(false))
        {
            log.RedisIsNotPersistent();
        }

        if (await settings.Redis!.IsOpenToNetworkAsync(settings.Tls is not null, stop.Drain).ConfigureAwait(false))
        {
            log.RedisHasNoPassword(settings.Redis.ToString());
        }

        CheckReachable(await Registry.ActiveAddressesAsync().ConfigureAwait(false));
        await Registry.JoinAsync(isFirst: await Registry.ActiveSilosAsync().ConfigureAwait(false) == 0).ConfigureAwait(false);
        stop.Drain.ThrowIfCancellationRequested();
    }

    /// <summary>Silos on loopback and silos on the network cannot reach each other.</summary>
    private void CheckReachable(IReadOnlyList<IPAddress> others)
    {
        if (others.Where(other => IPAddress.IsLoopback(other) != IPAddress.IsLoopback(settings.Address)).Take(1).ToArray() is [var other])
        {
            throw new ClusterException(
                $"A silo of cluster '{settings.ClusterId}' is at {other}, but this one would be at {settings.Address}: they cannot reach "
                    + "each other. Start every silo with an address that the others reach: agentload silo --redis "
                    + $"{settings.Redis!.Host}:{settings.Redis.Port} --address IP"
            );
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}

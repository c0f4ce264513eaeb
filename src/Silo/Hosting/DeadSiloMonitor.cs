using System.Net.Sockets;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Declares a silo dead when its port refuses connections: the system of its machine answers, so its process has ended. Probes of the
/// cluster need three seconds for that. Silos that do not answer at all are left to the probes.
/// </summary>
internal sealed class DeadSiloMonitor(IClusterMembershipService membership, LocalSilo self, TimeProvider time) : BackgroundService
{
    private const int Neighbors = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private readonly HashSet<SiloAddress> _refused = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var watched = FindNeighbors();
            _refused.IntersectWith(watched);
            await Task.WhenAll(watched.Select(silo => CheckAsync(silo, stoppingToken))).ConfigureAwait(false);
        }
    }

    /// <summary>The silos that follow this one. Each silo checks two others, so that a check survives one more death.</summary>
    private SiloAddress[] FindNeighbors()
    {
        var own = SiloAddress.FromParsableString(self.Address);
        SiloAddress[] active =
        [
            .. membership
                .CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(own))
                .Select(member => member.SiloAddress)
                .Order(),
        ];
        return [.. active.Where(silo => silo.CompareTo(own) > 0).Concat(active.Where(silo => silo.CompareTo(own) < 0)).Take(Neighbors)];
    }

    /// <summary>
    /// A silo that stops closes its port too: the second refusal counts, if the membership table still has the silo as active.
    /// </summary>
    private async Task CheckAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        var isRefused = await IsRefusedAsync(silo, cancellationToken).ConfigureAwait(false);
        lock (_refused)
        {
            if (!isRefused)
            {
                _refused.Remove(silo);
                return;
            }

            if (_refused.Add(silo))
            {
                return;
            }
        }

        try
        {
            await membership.Refresh(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active)
            {
                await membership.TryKill(silo).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (GrainCalls.IsTransient(exception) || RedisErrors.IsRedisFailure(exception))
        {
            // Redis does not answer. The next check tries again.
        }
    }

    private async Task<bool> IsRefusedAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var interval = new CancellationTokenSource(Interval, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, timeout.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

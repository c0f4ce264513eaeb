using System.Net.Sockets;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Checks that this silo can reach the others. If two silos cannot reach each other but a third reaches both, neither is declared dead, and
/// a run with activations on both sides of the partition stalls. The younger of the two then stops itself, and the run continues without
/// it. A silo that is unreachable and sends no heartbeat to Redis either is left to the cluster's failure detection.
/// </summary>
internal sealed class PartitionWatchdog(IClusterMembershipService membership, IMembershipTable table, LocalSilo self, TimeProvider time)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Heartbeats come every three seconds: at least two fall into this time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly Dictionary<SiloAddress, Missed> _missed = [];

    /// <summary>Completes once this silo must stop itself, with the reason.</summary>
    /// <exception cref="OperationCanceledException">The silo stops for another reason.</exception>
    public async Task<string> WaitForPartitionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(false);
            var older = membership
                .CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active && IsOlder(m.SiloAddress))
                .ToArray();
            foreach (var gone in _missed.Keys.Except(older.Select(m => m.SiloAddress)).ToArray())
            {
                _missed.Remove(gone);
            }

            foreach (var member in older)
            {
                if (await CanConnectAsync(member.SiloAddress, cancellationToken).ConfigureAwait(false))
                {
                    _missed.Remove(member.SiloAddress);
                }
                else if (await IsStillAliveAsync(member.SiloAddress, cancellationToken).ConfigureAwait(false))
                {
                    return $"Silo {self.Name} could not reach silo {member.Name} ({member.SiloAddress.Endpoint}) for "
                        + $"{ConnectTimeout.TotalSeconds:0} s, although both are active."
                        + " It stops, so that runs continue without it. The network between the two must allow connections to --port in "
                        + "both directions.";
                }
            }
        }
    }

    private bool IsOlder(SiloAddress other)
    {
        var own = SiloAddress.FromParsableString(self.Address);
        return other.Generation != own.Generation ? other.Generation < own.Generation : other.CompareTo(own) < 0;
    }

    /// <summary>
    /// True if a silo has been unreachable for long and still sends heartbeats. Only changes of the heartbeat count, because clocks differ.
    /// It must change twice: the first heartbeat after a silence may mean that the network has recovered.
    /// </summary>
    private async Task<bool> IsStillAliveAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        var (now, sign) = (time.GetTimestamp(), await HeartbeatOfAsync(silo, cancellationToken).ConfigureAwait(false));
        if (!_missed.TryGetValue(silo, out var missed))
        {
            _missed[silo] = new Missed(now, sign, null, null);
            return false;
        }

        if (sign is not null && sign != missed.Sign)
        {
            _missed[silo] = missed = missed with { Sign = sign, Changed = now, ChangedBefore = missed.Changed };
        }

        return time.GetElapsedTime(missed.Since, now) >= ConnectTimeout
            && missed.ChangedBefore is { } changed
            && time.GetElapsedTime(changed, now) <= Fresh;
    }

    private async Task<DateTime?> HeartbeatOfAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.ReadRowAsync(silo, cancellationToken).ConfigureAwait(false)).Members is [var (entry, _)]
                ? entry.IAmAliveTime
                : null;
        }
        catch (Exception e) when (GrainCalls.IsTransient(e) || RedisErrors.IsRedisFailure(e))
        {
            return null;
        }
    }

    private async Task<bool> CanConnectAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = new CancellationTokenSource(LookEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private readonly record struct Missed(long Since, DateTime? Sign, long? Changed, long? ChangedBefore);
}

using System.Net.Sockets;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Looks whether this silo reaches the others. Two that do not reach each other, while a third reaches both, are never declared dead, and a
/// run with one foot on each stands still: then the younger of the two ends itself, and the run goes on without it. A silo that is out of
/// reach and gives no sign of life through Redis either is for the others to declare dead, however long they take.
/// </summary>
internal sealed class PartitionWatchdog(IClusterMembershipService membership, ClusterRegistry registry, LocalSilo self, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Signs of life come every three seconds: within this time two of them are heard.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly Dictionary<SiloAddress, Missed> _missed = [];

    /// <summary>Ends once this silo is to end itself, and says why.</summary>
    /// <exception cref="OperationCanceledException">The silo ends for another reason.</exception>
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
                else if (await IsStillAliveAsync(member.SiloAddress).ConfigureAwait(false))
                {
                    return $"Silo {self.Name} has not reached silo {member.Name} ({member.SiloAddress.Endpoint}) for {Patience.TotalSeconds:0} s, though both are up."
                        + " It ends, so that runs go on without it: the network between the two must let both ways through to their --port.";
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
    /// True for one that has been out of reach for long and keeps saying that it is up. Only whether its sign changes counts: clocks differ.
    /// And it has to change twice: the first sign after a silence may mean that the network is whole again.
    /// </summary>
    private async Task<bool> IsStillAliveAsync(SiloAddress silo)
    {
        var (now, sign) = (time.GetTimestamp(), await HeartbeatOfAsync(silo).ConfigureAwait(false));
        if (!_missed.TryGetValue(silo, out var missed))
        {
            _missed[silo] = new Missed(now, sign, null, null);
            return false;
        }

        if (sign is not null && sign != missed.Sign)
        {
            _missed[silo] = missed = missed with { Sign = sign, Changed = now, ChangedBefore = missed.Changed };
        }

        return time.GetElapsedTime(missed.Since, now) >= Patience
            && missed.ChangedBefore is { } changed
            && time.GetElapsedTime(changed, now) <= Fresh;
    }

    private async Task<string?> HeartbeatOfAsync(SiloAddress silo)
    {
        try
        {
            return await registry.LastHeartbeatAsync(silo).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisErrors.IsRedisFailure(e))
        {
            return null;
        }
    }

    private async Task<bool> CanConnectAsync(SiloAddress silo, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(LookEvery, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
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

    private readonly record struct Missed(long Since, string? Sign, long? Changed, long? ChangedBefore);
}

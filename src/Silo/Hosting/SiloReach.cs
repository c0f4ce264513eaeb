using System.Net.Sockets;
using AgentLoad.Silo.Runs;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Looks whether this silo reaches the others. Two that do not reach each other, while a third reaches both, are never declared dead, and a
/// run with one foot on each stands still: then the younger of the two ends itself, and the run goes on without it.
/// </summary>
internal sealed class SiloReach(IClusterMembershipService membership, SiloSelf self, TimeProvider time)
{
    /// <summary>How long an older silo may be out of reach. A silo that died is known to be dead long before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>Ends once this silo is to end itself, and says why.</summary>
    /// <exception cref="OperationCanceledException">The silo ends for another reason.</exception>
    public async Task<string> LostAsync(CancellationToken cancellationToken)
    {
        var missedSince = new Dictionary<SiloAddress, long>();
        while (true)
        {
            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(false);
            var older = membership.CurrentSnapshot.Members.Values.Where(m => m.Status == SiloStatus.Active && IsOlder(m.SiloAddress)).ToArray();
            foreach (var gone in missedSince.Keys.Except(older.Select(m => m.SiloAddress)).ToArray())
            {
                missedSince.Remove(gone);
            }

            foreach (var member in older)
            {
                if (await ReachesAsync(member.SiloAddress, cancellationToken).ConfigureAwait(false))
                {
                    missedSince.Remove(member.SiloAddress);
                }
                else if (!missedSince.TryAdd(member.SiloAddress, time.GetTimestamp()) && time.GetElapsedTime(missedSince[member.SiloAddress]) >= Patience)
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

    private async Task<bool> ReachesAsync(SiloAddress silo, CancellationToken cancellationToken)
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
}

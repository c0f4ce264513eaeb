using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Redis;
using Orleans.Clustering.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// Checks that the membership table has an entry of this silo. After Redis restarted without its data, Orleans keeps the silo active, but
/// no client and no other silo finds it.
/// </summary>
internal sealed class MembershipWatchdog(IMembershipTable table, LocalSilo self, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>A replica that takes over may lag behind for a moment.</summary>
    private const int Limit = 3;

    /// <summary>Completes once this silo must stop itself, with the reason.</summary>
    /// <exception cref="OperationCanceledException">The silo stops for another reason.</exception>
    public async Task<string> WaitForLossAsync(CancellationToken cancellationToken)
    {
        var own = SiloAddress.FromParsableString(self.Address);
        var missing = 0;
        while (missing < Limit)
        {
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            try
            {
                missing = (await table.ReadRowAsync(own, cancellationToken).ConfigureAwait(false)).Members.Count == 0 ? missing + 1 : 0;
            }
            catch (RedisClusteringException)
            {
                // The version of the table is missing, and so is the table.
                missing++;
            }
            catch (Exception exception) when (GrainCalls.IsTransient(exception) || RedisErrors.IsRedisFailure(exception))
            {
                // Redis does not answer: the entry may still be there.
            }
        }

        return $"Redis no longer has the entry of silo {self.Name}: it lost its data, and the runs with it. The silo stops; start it "
            + "again. To keep the data across restarts of Redis, start it with --appendonly yes.";
    }
}

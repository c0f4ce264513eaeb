using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Hosting;
using Orleans.Clustering.Redis;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>A silo stops once Redis has lost its entry, and not because Redis does not answer.</summary>
public sealed class MembershipWatchdogTests
{
    [Fact]
    public async Task Entry_MissingThreeTimes_StopsTheSiloWithTheReason()
    {
        using var enough = new CancellationTokenSource();

        var reason = await Watchdog(enough, "there", "gone", "gone", "there", "gone", "fails", "gone", "all gone")
            .WaitForLossAsync(enough.Token);

        reason.ShouldStartWith("Redis no longer has the entry of silo younger: it lost its data");
    }

    [Fact]
    public async Task Redis_DoesNotAnswer_TheSiloGoesOn()
    {
        using var enough = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(
            Watchdog(enough, "there", "fails", "fails", "fails", "fails", "gone", "gone").WaitForLossAsync(enough.Token)
        );
    }

    /// <summary>A watchdog that is stopped after the given reads of the table.</summary>
    private static MembershipWatchdog Watchdog(CancellationTokenSource enough, params string[] reads)
    {
        var left = new Queue<string>(reads);
        var table = FakeMembershipTable.Create(silo =>
        {
            if (!left.TryDequeue(out var read))
            {
                enough.Cancel();
                read = "there";
            }

            return read switch
            {
                "fails" => throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "no"),
                "gone" => null,
                "all gone" => throw new RedisClusteringException("The Redis membership table version is missing."),
                _ => new MembershipEntry { SiloAddress = silo },
            };
        });
        return new MembershipWatchdog(table, new LocalSilo(new FakeSilo(FakeMembership.Address(2))), new HurriedTime());
    }
}

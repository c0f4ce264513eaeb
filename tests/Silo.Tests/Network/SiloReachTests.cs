using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>When a silo that does not reach an older one gives up: by a membership, a Redis and a clock that do as they are told.</summary>
public sealed class SiloReachTests
{
    private const int Looks = 60;

    [Theory]
    [InlineData("never answers")]
    [InlineData("cancels every command")]
    [InlineData("keeps an old sign of life")]
    [InlineData("has one new sign of life")]
    [InlineData("has forgotten the silo")]
    public async Task Silo_OutOfReachWithoutNewSignsOfLife_IsLeftToTheOthers(string redis)
    {
        using var enough = new CancellationTokenSource();
        var reach = Reach(
            enough,
            look =>
                redis switch
                {
                    "never answers" => throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "no"),
                    "cancels every command" => throw new TaskCanceledException(),
                    "keeps an old sign of life" => "old",
                    "has one new sign of life" => look < 20 ? "old" : "new",
                    _ => null,
                }
        );

        await Should.ThrowAsync<OperationCanceledException>(reach.WaitForPartitionAsync(enough.Token));
    }

    [Fact]
    public async Task Silo_OutOfReachThatKeepsSayingItIsUp_IsGivenUpOnOnceItsSignsCanBeRead()
    {
        using var enough = new CancellationTokenSource();
        var reach = Reach(enough, look => look < 20 ? throw new TaskCanceledException() : $"sign {look}");

        (await reach.WaitForPartitionAsync(enough.Token)).ShouldContain(
            "could not reach silo older (127.0.0.1:1) for 30 s, although both are active"
        );
    }

    private static PartitionWatchdog Reach(CancellationTokenSource enough, Func<int, string?> sign)
    {
        var looks = 0;
        var table = FakeMembershipTable.Create(silo =>
        {
            if (++looks == Looks)
            {
                enough.Cancel();
            }

            return sign(looks) is { } text ? new MembershipEntry { SiloAddress = silo, IAmAliveTime = HeartbeatOf(text) } : null;
        });
        var self = new LocalSilo(new FakeSilo(FakeMembership.Address(2)));
        return new PartitionWatchdog(new FakeMembership(FakeMembership.Address(1)), table, self, new HurriedTime());
    }

    private static DateTime HeartbeatOf(string sign) => DateTime.UnixEpoch.AddSeconds(sign.GetHashCode(StringComparison.Ordinal) & 0xFFFF);
}

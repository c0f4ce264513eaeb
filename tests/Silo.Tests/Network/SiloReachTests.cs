using System.Reflection;
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
        var redis = Pretended.As<IConnectionMultiplexer>(_ =>
            Pretended.As<IDatabase>(method =>
            {
                method.ShouldBe(nameof(IDatabase.HashGetAsync));
                if (++looks == Looks)
                {
                    enough.Cancel();
                }

                try
                {
                    return Task.FromResult<RedisValue>(sign(looks) is { } text ? $$"""{"IAmAliveTime": "{{text}}"}""" : RedisValue.Null);
                }
                catch (Exception e)
                {
                    return Task.FromException<RedisValue>(e);
                }
            })
        );
        var time = new HurriedTime();
        return new PartitionWatchdog(
            new FakeMembership(FakeMembership.Address(1)),
            new ClusterRegistry(redis, new ClusterAddress(RedisAddress.Parse("127.0.0.1:1", null), "reach", null), time),
            new LocalSilo(new FakeSilo(FakeMembership.Address(2))),
            time
        );
    }

    /// <summary>An interface whose every method is one function of its name.</summary>
    // DispatchProxy derives from it.
#pragma warning disable CA1852
    private class Pretended : DispatchProxy
    {
        private Func<string, object?> _answer = static _ => null;

        public static T As<T>(Func<string, object?> answer)
            where T : class
        {
            var made = Create<T, Pretended>();
            ((Pretended)(object)made)._answer = answer;
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!.Name);
    }

    /// <summary>Time that passes as soon as somebody waits for it.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Add(ref _now, Math.Max(0, dueTime.Ticks));
            return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : dueTime, period);
        }
    }
}

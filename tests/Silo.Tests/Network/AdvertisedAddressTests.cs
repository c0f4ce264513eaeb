using System.Net;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Redis;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>The address at which a silo is reachable, if its operator gives none.</summary>
public sealed class AdvertisedAddressTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Silos_OnTwoMachines_AdvertiseTheAddressThatReachesRedis()
    {
        using var network = TestNetwork.Create(2);
        await using var redis = await RedisServer.StartByAsync(
            network.HubLauncher,
            TestNetwork.HubAddress,
            "--appendonly",
            "yes",
            "--protected-mode",
            "no"
        );
        using var first = AgentLoadProcess.StartBy(network.LauncherOf(0), _folder.Path, "silo", "--redis", redis.Address);
        (await first.LineAsync("is up on")).ShouldContain($"is up on {TestNetwork.AddressOf(0)}:11111");
        (await first.LineAsync("without a password")).ShouldContain("it is not on loopback");

        using var second = AgentLoadProcess.StartBy(network.LauncherOf(1), _folder.Path, "silo", "--redis", redis.Address);
        var up = await second.LineAsync("is up on");
        up.ShouldContain($"is up on {TestNetwork.AddressOf(1)}:11111");
        up.ShouldContain("Active silos: 2.");

        // A silo that would be reachable from its own machine only.
        using var third = AgentLoadProcess.StartBy(
            network.LauncherOf(1),
            _folder.Path,
            "silo",
            "--redis",
            redis.Address,
            "--address",
            "127.0.0.1"
        );
        var refused = await third.EndAsync();
        refused.ExitCode.ShouldBe(1, refused.All);
        refused.Error.ShouldContain("but this one would be at 127.0.0.1");
        refused.Error.ShouldContain($"agentload silo --redis {redis.Address} --address IP");
    }

    [Theory]
    [InlineData("127.0.0.1:6379")]
    [InlineData("localhost:6379")]
    public async Task RedisOnLoopback_KeepsTheClusterOnThisMachine(string redis)
    {
        (await FindAsync(redis)).ShouldBe(IPAddress.Loopback);
        (await RedisAddress.Parse(redis).IsOpenToNetworkAsync(false, TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task UnknownHostOfRedis_IsRefusedWithTheLineToType()
    {
        var error = await Should.ThrowAsync<ClusterException>(() => FindAsync("no-such-host.invalid:7000"));

        error.Message.ShouldContain("the host 'no-such-host.invalid' of Redis is unknown");
        error.Message.ShouldContain("agentload silo --redis no-such-host.invalid:7000 --address IP");
    }

    [Theory]
    [InlineData("redis://192.0.2.1:6379", false, true)]
    [InlineData("rediss://192.0.2.1:6379", false, true)]
    [InlineData("rediss://192.0.2.1:6379", true, false)]
    [InlineData("redis://:password@192.0.2.1:6379", false, false)]
    public async Task Redis_NotOnLoopback_IsOpenWithoutPasswordOrClientCertificate(string redis, bool hasCertificate, bool isOpen) =>
        (await RedisAddress.Parse(redis).IsOpenToNetworkAsync(hasCertificate, TestContext.Current.CancellationToken)).ShouldBe(isOpen);

    public void Dispose() => _folder.Dispose();

    private static Task<IPAddress> FindAsync(string redis) =>
        AdvertisedAddress.FindAsync(RedisAddress.Parse(redis), TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
}

using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>What a user meets who sets a cluster up for the first time.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData("silo", "--redis", "127.0.0.1:1")]
    [InlineData("run", "--cluster", "redis://127.0.0.1:1")]
    [InlineData("cluster", "--cluster", "redis://127.0.0.1:1")]
    [InlineData("attach", "some-run", "--cluster", "redis://127.0.0.1:1")]
    public async Task Redis_Absent_NamesTheCommandThatStartsOne(params string[] args)
    {
        var ended = await AgentLoadProcess.RunAsync(_folder.Path, args);

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("No Redis answers at redis://127.0.0.1:1");
        ended.Error.ShouldContain("redis-server --port 1");
        ended.All.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Cluster_WithoutSilos_SaysHowToStartOneAndWhichClustersThereAre()
    {
        await using var redis = await RedisServer.StartAsync();
        var nobody = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--cluster", redis.Url);

        nobody.ExitCode.ShouldBe(1, nobody.All);
        nobody.Error.ShouldContain("No silo of cluster 'agentload' answers");
        nobody.Error.ShouldContain($"agentload silo --redis {redis.Address}");

        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "alpha", "--cluster-id", "blue");
        var wrong = await AgentLoadProcess.RunAsync(_folder.Path, "run", "--cluster", redis.Url, "--cluster-id", "green");

        wrong.ExitCode.ShouldBe(1, wrong.All);
        wrong.Error.ShouldContain("No silo of cluster 'green' answers");
        wrong.Error.ShouldContain("silos up: blue");
    }

    public void Dispose() => _folder.Dispose();
}

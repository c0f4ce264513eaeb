using AgentLoad.Silo.Tests.Failover;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>
/// Cables between silos, Redis, model server and client that break in the middle of a run: every task is accounted for exactly once.
/// </summary>
public sealed class CutTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Silo_CutOffFromAll_IsLostAndEndsItselfOnceItHearsOfIt()
    {
        using var network = TestNetwork.Create(3);
        await using var cluster = await Cluster.StartAsync(_folder, 3, network);
        using var client = cluster.Run();
        await cluster.RecordedAsync(20);

        network.Disconnect(1);
        await client.LineAsync("Silo silo2 died");
        var run = await client.EndAsync();
        network.Reconnect(1);
        var lost = await cluster.Silos[1].EndAsync();

        run.ExitCode.ShouldBeOneOf([0, 98], run.All);
        cluster.EveryTaskOnce().Run.Losses.Select(loss => loss.Host).ShouldBe(["silo2"]);
        lost.ExitCode.ShouldNotBe(0, lost.All);
        lost.All.ShouldContain("dead", Case.Insensitive, lost.All);
    }

    [Fact]
    public async Task Silos_ThatReachAllButEachOther_GoOnWithoutTheYounger()
    {
        using var network = TestNetwork.Create(3);
        await using var cluster = await Cluster.StartAsync(_folder, 3, network);
        using var client = cluster.Run();
        await cluster.RecordedAsync(20);

        network.Isolate(0);
        network.Isolate(2);
        var run = await client.EndAsync();

        run.ExitCode.ShouldBeOneOf([0, 98], run.All);
        cluster.EveryTaskOnce();
        var younger = await await Task.WhenAny(cluster.Silos[0].EndAsync(), cluster.Silos[2].EndAsync());
        younger.ExitCode.ShouldBe(1, younger.All);
        younger.Error.ShouldContain("although both are active");
    }

    public void Dispose() => _folder.Dispose();
}

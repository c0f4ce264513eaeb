using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Clients;

/// <summary>Clients of a cluster that is gone end when their user stops them, whatever they wait for.</summary>
public sealed class LostClusterTests : IDisposable
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Clients_OfALostCluster_EndAtTheSecondSignal()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        await using var node = await Nodes.StartAsync();
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "one");
        string[] workload = ["--url", node.Url, "--model", Nodes.Model, "--agents", "2", "--duration", "10m", "--name", "lost"];
        using var run = AgentLoadProcess.Start(_folder.Path, ["run", "--cluster", redis.Url, "--ui", "simple", .. workload]);
        await run.LineAsync("tasks");
        using var attached = AgentLoadProcess.Start(_folder.Path, "attach", "lost", "--cluster", redis.Url, "--ui", "simple");
        await attached.LineAsync("tasks");

        silo.Signal(9);
        await silo.EndAsync();
        await Task.WhenAll(run.LineAsync("not answer"), attached.LineAsync("not answer"));
        using var connecting = AgentLoadProcess.Start(_folder.Path, "attach", "lost", "--cluster", redis.Url);

        await StopAsync(run, Interrupt);
        await StopAsync(attached, Terminate);
        (await attached.EndAsync()).Error.ShouldContain("The cluster does not answer.");
        var ended = await run.EndAsync();
        ended.ExitCode.ShouldBe(1, ended.All);
        ended.All.ShouldNotContain("   at ");
        (await connecting.EndAsync()).ExitCode.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task StopAsync(AgentLoadProcess client, int signal)
    {
        client.Signal(signal);
        await client.LineAsync("Stopping: ");
        client.Signal(signal);
    }
}

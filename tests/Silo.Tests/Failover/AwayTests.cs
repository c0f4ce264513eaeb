using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Failover;

/// <summary>Redis and clients that go away in the middle of a run: every task is accounted for exactly once.</summary>
public sealed class AwayTests : IDisposable
{
    private const int Kill = 9;

    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Redis_AwayForAWhile_HoldsTheRunUpAndLosesNothing()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 2);
        using var client = cluster.Run();
        await cluster.RecordedAsync(20);

        await cluster.Redis.StopAsync(Kill);
        await client.LineAsync("Redis does not answer");
        await cluster.Redis.StartAgainAsync();
        var run = await client.EndAsync();

        run.ExitCode.ShouldBeOneOf([0, 98], run.All);
        cluster.EveryTaskOnce().Run.Losses.ShouldBeEmpty(run.All);
    }

    [Fact]
    public async Task Silo_AskedToStopWhileRedisIsAway_EndsAllTheSame()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 1);
        await cluster.Redis.StopAsync(Kill);

        cluster.Silos[0].Signal(15);
        var ended = await cluster.Silos[0].EndAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("could not update its membership entry in Redis");
    }

    [Fact]
    public async Task Redis_BackWithoutItsData_StopsTheSiloWithTheReason()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 1);
        await cluster.DeleteDataAsync();

        var ended = await cluster.Silos[0].EndAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("Redis no longer has the entry of silo silo1: it lost its data");
    }

    [Fact]
    public async Task Client_ThatDies_IsReplacedByOneThatAttachesAndStoresEverything()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 2);
        using (var client = cluster.Run())
        {
            await cluster.RecordedAsync(20);
            client.Signal(Kill);
            await client.EndAsync();
        }

        var unknown = await AgentLoadProcess.RunAsync(_folder.Path, "attach", "nothing", "--cluster", cluster.Redis.Url);
        var attached = await AgentLoadProcess.RunAsync(_folder.Path, "attach", "long", "--cluster", cluster.Redis.Url, "--out", "attached");

        unknown.ExitCode.ShouldBe(2);
        unknown.Error.ShouldContain("(long)");
        attached.ExitCode.ShouldBeOneOf([0, 98], attached.All);
        cluster.EveryTaskOnce("attached");
        var after = await AgentLoadProcess.RunAsync(_folder.Path, "cluster", "--cluster", cluster.Redis.Url);
        after.Output.ShouldNotContain("long");
        after.Output.ShouldContain("silo2");
    }

    [Fact]
    public async Task Run_InterruptedOnACluster_DrainsAndSavesWhatThereIs()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 2);
        using var client = cluster.Run();
        await cluster.RecordedAsync(20);

        client.Signal(2);
        var run = await client.EndAsync();

        run.ShouldExit(1);
        var summary = cluster.Summary();
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value, run.All);
        summary.Tasks.ByState[TaskState.Aborted].ShouldBeGreaterThan(0);
        summary.Invalid.ShouldAllBe(reason => reason.StartsWith("The client", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Failover;

/// <summary>Silos, Redis and clients that die, freeze or go away in the middle of a run: every task is accounted for exactly once.</summary>
public sealed class FailoverTests : IDisposable
{
    private const int Kill = 9, Freeze = 19;

    private readonly EmptyFolder _folder = new();

    [Theory]
    [InlineData(2, new[] { 0 }, Kill)]
    [InlineData(2, new[] { 1 }, Kill)]
    [InlineData(3, new[] { 2, 0 }, Kill)]
    [InlineData(3, new[] { 1 }, Freeze)]
    public async Task Silo_ThatDiesOrFreezes_LosesNoTaskAndMarksTheRunDegraded(int silos, int[] victims, int signal)
    {
        await using var cluster = await Cluster.StartAsync(_folder, silos);
        using var client = cluster.Run();
        for (var i = 0; i < victims.Length; i++)
        {
            await cluster.RecordedAsync(10 + (40 * i));
            cluster.Silos[victims[i]].Signal(signal);
        }

        var run = await client.EndAsync();

        run.ExitCode.ShouldBeOneOf([0, 98], run.All);
        var summary = cluster.Summary();
        EveryTaskOnce(summary);
        summary.Run.Losses.Select(loss => loss.Host).ShouldBe(victims.Select(victim => $"silo{victim + 1}"), ignoreOrder: true, run.All);
        run.Error.ShouldContain("died");
    }

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
        EveryTaskOnce(cluster.Summary());
        cluster.Summary().Run.Losses.ShouldBeEmpty(run.All);
    }

    [Fact]
    public async Task Silo_AskedToStopWhileRedisIsAway_EndsAllTheSame()
    {
        await using var cluster = await Cluster.StartAsync(_folder, 1);
        await cluster.Redis.StopAsync(Kill);

        cluster.Silos[0].Signal(15);
        var ended = await cluster.Silos[0].EndAsync();

        ended.ExitCode.ShouldBe(1, ended.All);
        ended.Error.ShouldContain("without having left the cluster");
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
        EveryTaskOnce(cluster.Summary("attached"));
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

        run.ExitCode.ShouldBe(1, run.All);
        var summary = cluster.Summary();
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value, run.All);
        summary.Tasks.ByState[TaskState.Aborted].ShouldBeGreaterThan(0);
        summary.Invalid.ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static void EveryTaskOnce(RunSummary summary)
    {
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value);
        (summary.Tasks.ByState[TaskState.Solved] + summary.Tasks.ByState[TaskState.Unsolved]).ShouldBe(summary.Tasks.Planned.Value);
        summary.Invalid.ShouldNotContain(reason => reason.Contains("task", StringComparison.Ordinal) && reason.Contains("record", StringComparison.Ordinal));
    }
}

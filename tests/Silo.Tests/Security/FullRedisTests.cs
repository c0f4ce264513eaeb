using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace AgentLoad.Silo.Tests.Security;

/// <summary>A Redis that is full for a while.</summary>
public sealed class FullRedisTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Redis_FullInMidRun_IsSaidOnceAndTheRunGoesOnWhenThereIsSpace()
    {
        await using var redis = await RedisServer.StartAsync("--maxmemory-policy", "noeviction");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        var server = connection.GetServers().Single();
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "alpha");
        using var client = AgentLoadProcess.Start(
            _folder.Path,
            "run",
            "--cluster",
            redis.Url,
            "--tasks",
            "60",
            "--agents",
            "2",
            "--strategy",
            "direct",
            "--slo",
            "task.latency:max:le:10m"
        );
        await client.LineAsync("tasks");

        await server.ConfigSetAsync("maxmemory", "100kb");
        var said = await client.LineAsync("Redis is out of memory");
        await server.ConfigSetAsync("maxmemory", "0");
        var run = await client.EndAsync();

        said.ShouldContain("agents are paused");
        run.ShouldExit(0);
        run.Error.Split('\n').Count(line => line.Contains("Redis is out of memory", StringComparison.Ordinal)).ShouldBe(1, run.All);
        var summary = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value);
        (summary.Tasks.ByState[TaskState.Solved] + summary.Tasks.ByState[TaskState.Unsolved]).ShouldBe(summary.Tasks.Planned.Value);
    }

    public void Dispose() => _folder.Dispose();
}

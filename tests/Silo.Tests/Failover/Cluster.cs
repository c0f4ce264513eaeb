using System.Net.Sockets;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using StackExchange.Redis;

namespace AgentLoad.Silo.Tests.Failover;

/// <summary>
/// A cluster of real silos on a real Redis with a simulated node, and one run on it that takes long enough to be disturbed.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly EmptyFolder _folder;
    private readonly ConnectionMultiplexer _connection;
    private readonly AgentLoadProcess _node;
    private readonly string[] _middle;

    private Cluster(
        EmptyFolder folder,
        RedisServer redis,
        ConnectionMultiplexer connection,
        string[] middle,
        AgentLoadProcess node,
        AgentLoadProcess[] silos
    ) => (_folder, Redis, _connection, _middle, _node, Silos) = (folder, redis, connection, middle, node, silos);

    public RedisServer Redis { get; }

    public AgentLoadProcess[] Silos { get; }

    /// <summary>Starts it.</summary>
    /// <param name="folder">Working directory of its processes.</param>
    /// <param name="silos">Number of silos.</param>
    /// <param name="network">Network with a machine for each silo and everything else on its hub; null for loopback.</param>
    public static async Task<Cluster> StartAsync(EmptyFolder folder, int silos, TestNetwork? network = null)
    {
        var (middle, host) = network is null ? ([], "127.0.0.1") : (network.HubLauncher, TestNetwork.HubAddress);
        var redis = await RedisServer.StartByAsync(middle, host, "--appendonly", "yes", "--protected-mode", "no");
        var node = AgentLoadProcess.StartBy(middle, folder.Path, "node", "--host", host, "--port", "0", "--profile", "h100-vllm-8b");
        var url = (await node.LineAsync("http://"))
            .Split(' ')
            .First(word => word.StartsWith("http://", StringComparison.Ordinal))
            .TrimEnd(';');
        var started = await Task.WhenAll(
            Enumerable
                .Range(0, silos)
                .Select(i =>
                    network is null
                        ? Testing.Silos.UpAsync(folder.Path, redis.Address, $"silo{i + 1}")
                        : Testing.Silos.UpOnAsync(network, i, folder.Path, redis.Address, $"silo{i + 1}")
                )
        );
        folder.Write(
            "long.yaml",
            $$$"""
            name: long
            seed: 7
            endpoints: {default: {url: "{{{url}}}", model: "simulated:8b"}}
            groups:
              - {name: chain, problem: game24, strategy: chain-of-thought, driving: shaped}
              - {name: vote, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}, driving: shaped}
            load: {agents: 12, tasks: 60}
            """
        );
        var socket = new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(redis.Socket) }, AbortOnConnectFail = false };
        return new Cluster(folder, redis, await ConnectionMultiplexer.ConnectAsync(socket), middle, node, started);
    }

    /// <summary>Starts the run.</summary>
    public AgentLoadProcess Run(params string[] options) =>
        AgentLoadProcess.StartBy(_middle, _folder.Path, ["run", "long.yaml", "--cluster", Redis.Url, "--out", "runs", .. options]);

    /// <summary>Waits until so many tasks are recorded.</summary>
    public async Task RecordedAsync(long tasks)
    {
        var server = _connection.GetServers().Single();
        await Poll.UntilAsync(
            () => server.Keys(pattern: "agentload/*/records").Any(key => _connection.GetDatabase().StreamLength(key) >= tasks),
            $"{tasks} recorded tasks"
        );
    }

    /// <summary>Empties Redis, as a restart without persistence does.</summary>
    public Task DeleteDataAsync() => _connection.GetDatabase().ExecuteAsync("FLUSHALL");

    /// <summary>Summary of the only run in a folder of results.</summary>
    public RunSummary Summary(string output = "runs") =>
        RunSummaryJson.Read(
            File.ReadAllText(Path.Combine(Directory.GetDirectories(Path.Combine(_folder.Path, output)).Single(), "summary.json"))
        );

    /// <summary>The same, of a run whose tasks all ended, each once.</summary>
    public RunSummary EveryTaskOnce(string output = "runs")
    {
        var summary = Summary(output);
        summary.Tasks.ByState.Values.Sum().ShouldBe(summary.Tasks.Planned!.Value);
        (summary.Tasks.ByState[TaskState.Solved] + summary.Tasks.ByState[TaskState.Unsolved]).ShouldBe(summary.Tasks.Planned.Value);
        summary.Invalid.ShouldNotContain(reason =>
            reason.Contains("task", StringComparison.Ordinal) && reason.Contains("record", StringComparison.Ordinal)
        );
        return summary;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
        {
            silo.Dispose();
        }

        _node.Dispose();
        await _connection.DisposeAsync();
        await Redis.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Silo.Hosting;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace AgentLoad.Agents.Tests.Grains.Clusters;

/// <summary>
/// Silos in this process with an in-memory network, a simulated node on HTTP, and a record log that survives every silo. A killed silo
/// leaves the cluster, but what its agents do goes on, as on a silo that is cut off and does not know it.
/// </summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly SimulatedNode _node;
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(SimulatedNode node, InProcessTestCluster cluster, InMemoryRecordLog log) =>
        (_node, _cluster, Log) = (node, cluster, log);

    /// <summary>The record log of all silos.</summary>
    public InMemoryRecordLog Log { get; }

    /// <summary>The running silos.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>Grains, as a client calls them.</summary>
    public IGrainFactory Grains => _cluster.Client;

    /// <summary>Calls that the node accepted.</summary>
    public long NodeCalls => _node.Statistics.Calls;

    /// <summary>Starts it.</summary>
    /// <param name="silos">Number of silos.</param>
    /// <param name="node">The simulated node; null for one that answers immediately.</param>
    /// <param name="services">Adds services to each silo; null for none.</param>
    public static async Task<GrainCluster> StartAsync(
        short silos,
        SimulatedNodeOptions? node = null,
        Action<IServiceCollection>? services = null
    )
    {
        var options = (node ?? new SimulatedNodeOptions { NoOp = true }) with { Models = [new SimulatedModel("simulated:8b")] };
        var simulated = await SimulatedNode.StartAsync(
            options,
            new SkilledReplyGenerator(1, new ReplyGeneratorOptions()),
            TimeProvider.System,
            CancellationToken.None
        );
        var (log, storage) = (new InMemoryRecordLog(), new SharedStorage());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
#pragma warning disable ORLEANSEXP003 // The directory that silos use.
        builder.Options.UseDistributedGrainDirectory = true;
#pragma warning restore ORLEANSEXP003
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Configure<ClusterMembershipOptions>(MembershipSettings.Configure);
                silo.Configure<GrainDirectoryOptions>(MembershipSettings.Configure);
                silo.Configure<SiloMessagingOptions>(o =>
                    (o.ResponseTimeout, o.SystemResponseTimeout) = (GrainCalls.ResponseTimeout, MembershipSettings.SystemResponseTimeout)
                );
                silo.AddAgentGrains(isClustered: true);
                silo.UseInMemoryReminderService();
                silo.Services.AddKeyedSingleton<IGrainStorage>(SiloStorage.Name, storage);
                silo.Services.AddSingleton<IRecordLog>(log);
                services?.Invoke(silo.Services);
            }
        );
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(simulated, cluster, log);
    }

    /// <summary>Creates a run on the cluster. It is not prepared yet.</summary>
    /// <param name="groupsAndLoad">The workload's groups and load.</param>
    public GrainRun CreateRun(string groupsAndLoad)
    {
        var workload = WorkloadFile
            .Parse(
                $$$"""
                name: test
                seed: 7
                endpoints: {default: {url: "{{{_node.Url}}}", model: "simulated:8b"}}
                baseline: 0%
                {{{groupsAndLoad}}}
                """,
                "test",
                WorkloadInputs.Default
            )
            .Workload!;
        var order = new RunSpec(
            Guid.NewGuid().ToString("N"),
            WorkloadWriter.Write(workload, WorkloadInputs.Default),
            TimeProvider.System.GetUtcNow()
        );
        return new GrainRun(this, order, workload);
    }

    /// <summary>Adds a silo.</summary>
    public Task<InProcessSiloHandle> AddSiloAsync() => _cluster.StartAdditionalSiloAsync();

    /// <summary>Takes a silo out of the cluster without notice.</summary>
    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    /// <summary>Stops a silo as SIGTERM does: its agents migrate first.</summary>
    public async Task StopAsync(InProcessSiloHandle silo)
    {
        await silo.ServiceProvider.GetRequiredService<SiloDrain>().DrainAsync(TimeSpan.FromMinutes(1));
        await _cluster.StopSiloAsync(silo);
    }

    /// <summary>The silo with a run's grain, and one without it.</summary>
    public async Task<(InProcessSiloHandle Holder, InProcessSiloHandle Other)> FindSilosAsync(GrainRun run)
    {
        var name = (await run.Grain.ProgressAsync()).Silo;
        return (Silos.Single(silo => silo.Name == name), Silos.First(silo => silo.Name != name));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _node.DisposeAsync();
    }
}

/// <summary>A run on a test cluster.</summary>
internal sealed class GrainRun(GrainCluster cluster, RunSpec order, Workload workload)
{
    private readonly ConcurrentDictionary<long, TaskRecord> _records = [];

    /// <summary>Its grain.</summary>
    public IRunGrain Grain => cluster.Grains.GetGrain<IRunGrain>(order.RunId);

    /// <summary>Calls that the node accepted during the run.</summary>
    public long NodeCalls { get; private set; }

    /// <summary>Its records so far. A task with two records fails the run.</summary>
    public IReadOnlyList<TaskRecord> Records => [.. _records.Values.OrderBy(record => record.Id)];

    /// <summary>Runs it to its end.</summary>
    public async Task<HostedRun> RunAsync(CancellationToken drain = default)
    {
        await using var host = new GrainHost(cluster.Grains, order, cluster.Log.Of(order.RunId), TimeProvider.System, static _ => { });
        await host.PrepareAsync(CancellationToken.None);
        var before = cluster.NodeCalls;
        var ended = await host.RunAsync(
            record =>
                _records.TryAdd(record.Id, record)
                    ? ValueTask.CompletedTask
                    : throw new InvalidOperationException($"Task {record.Id} was recorded twice."),
            drain,
            CancellationToken.None
        );
        NodeCalls = cluster.NodeCalls - before;
        return ended;
    }

    /// <summary>Runs the same workload as plain objects of this process.</summary>
    public async Task<IReadOnlyList<TaskRecord>> RunInProcessAsync()
    {
        using var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, CancellationToken.None);
        await using var host = new InProcessHost(workload, connections, TimeProvider.System, null);
        var records = new ConcurrentBag<TaskRecord>();
        await host.PrepareAsync(CancellationToken.None);
        await host.RunAsync(
            record =>
            {
                records.Add(record);
                return ValueTask.CompletedTask;
            },
            CancellationToken.None,
            CancellationToken.None
        );
        return [.. records.OrderBy(record => record.Id)];
    }

    /// <summary>Waits until so many tasks are recorded.</summary>
    public Task RecordedAsync(int tasks) => Poll.UntilAsync(() => _records.Count >= tasks, $"{tasks} recorded tasks");

    /// <summary>Waits until the run's agents are on silos as expected.</summary>
    public Task AgentsAsync(Func<IReadOnlyDictionary<string, int>, bool> condition, string what) =>
        Poll.UntilAsync(async () => condition((await Grain.ProgressAsync()).AgentsBySilo), what);
}

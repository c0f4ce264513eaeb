using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Workloads;
using AgentLoad.Silo.Hosting;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Silo.Tests;

/// <summary>A silo in this process, with a simulated node that answers at once, and a run that is ordered and not prepared yet.</summary>
internal sealed class EmbeddedTestSilo : IAsyncDisposable
{
    private readonly SimulatedNode _node;
    private readonly Connections _connections;

    private EmbeddedTestSilo(SimulatedNode node, Connections connections, IHost host, RunSpec order) =>
        (_node, _connections, Host, Order) = (node, connections, host, order);

    public IHost Host { get; }

    public RunSpec Order { get; }

    public IGrainFactory Grains => Host.Services.GetRequiredService<IGrainFactory>();

    public InMemoryRecordLog Log => Host.Services.GetRequiredService<InMemoryRecordLog>();

    /// <summary>Starts it.</summary>
    /// <param name="groupsAndLoad">The workload's groups and load.</param>
    /// <param name="services">What else the silo is to have.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<EmbeddedTestSilo> StartAsync(
        string groupsAndLoad,
        Action<IServiceCollection> services,
        CancellationToken cancellation
    )
    {
        var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { NoOp = true, Models = [new SimulatedModel("simulated:8b")] },
            new ProseReplyGenerator(),
            TimeProvider.System,
            cancellation
        );
        var workload = WorkloadFile
            .Parse(
                $$$"""
                name: lone
                endpoints: {default: {url: "{{{node.Url}}}", model: "simulated:8b"}}
                baseline: 0%
                {{{groupsAndLoad}}}
                """,
                "test",
                WorkloadInputs.Default
            )
            .Workload!;
        var connections = await Connections.OpenAsync(workload, TimeProvider.System, static _ => { }, cancellation);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.UseAgentLoadSilo(
            new SiloSettings
            {
                Name = "lone",
                ClusterId = Guid.NewGuid().ToString("N"),
                SiloPort = FreePort.Next(),
                GatewayPort = 0,
            }
        );
        services(builder.Services);
        var host = builder.Build();
        await host.StartAsync(cancellation);
        var order = new RunSpec("lone", WorkloadWriter.Write(workload, WorkloadInputs.Default), TimeProvider.System.GetUtcNow());
        host.Services.GetRequiredService<SiloRuns>().UseConnections(order.RunId, workload, connections);
        return new EmbeddedTestSilo(node, connections, host, order);
    }

    public async ValueTask DisposeAsync()
    {
        // A silo that did not end does not let go of its host either.
        await Task.Run(Host.Dispose).WaitAsync(TimeSpan.FromSeconds(20));
        _connections.Dispose();
        await _node.DisposeAsync();
    }
}

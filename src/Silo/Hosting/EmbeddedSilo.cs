using System.Net;
using System.Net.Sockets;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Runs;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// A silo in this process: agents are grains as on a cluster, without one. It listens on loopback only, on free ports, and its cluster id
/// is random, so that nothing else joins it.
/// </summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TimeProvider _time;

    private EmbeddedSilo(IHost host, TimeProvider time) => (_host, _time) = (host, time);

    /// <summary>Starts the silo.</summary>
    /// <param name="builder">Builder of its host, with configuration and logs.</param>
    /// <param name="time">Time provider.</param>
    /// <param name="observer">Receives the events of its agents; null for none.</param>
    /// <param name="traceGrains">True to create activities for calls between grains.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<EmbeddedSilo> StartAsync(
        HostApplicationBuilder builder,
        TimeProvider time,
        IAgentObserver? observer,
        bool traceGrains,
        CancellationToken cancellationToken
    )
    {
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(observer ?? NullObserver.Instance);
        builder.UseAgentLoadSilo(
            new SiloSettings
            {
                Name = "embedded",
                ClusterId = Guid.NewGuid().ToString("N"),
                SiloPort = FreePort(),
                GatewayPort = 0,
                TraceGrains = traceGrains,
            }
        );
        var host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        return new EmbeddedSilo(host, time);
    }

    /// <summary>Creates the host of one run. The run starts with <see cref="IAgentHost.RunAsync"/>.</summary>
    /// <param name="workload">The run's workload.</param>
    /// <param name="connections">Its model servers. They are not disposed with the host.</param>
    public IAgentHost CreateHost(Workload workload, Connections connections)
    {
        var order = new RunSpec(Guid.NewGuid().ToString("N"), WorkloadWriter.Write(workload, WorkloadInputs.Default), _time.GetUtcNow());
        var runs = _host.Services.GetRequiredService<SiloRuns>();
        runs.UseConnections(order.RunId, workload, connections);
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var records = _host.Services.GetRequiredService<InMemoryRecordLog>().Of(order.RunId);
        return new GrainHost(grains, order, records, _time, static _ => { }) { Running = () => runs.RunningOf(order.RunId) };
    }

    /// <summary>Stops the silo. What does not stop in time ends with the process: the results are saved.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync(CancellationToken.None).WaitAsync(SiloLifetime.LeaveTimeout, _time).ConfigureAwait(false);
            _host.Dispose();
        }
        catch (TimeoutException)
        {
            // Nothing waits for it any more.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

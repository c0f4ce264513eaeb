using System.Net;
using System.Net.Sockets;
using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Silo.Contracts;
using AgentLoad.Silo.Hosting;
using AgentLoad.Silo.Records;
using AgentLoad.Silo.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Clients;

/// <summary>
/// A silo in this process for one run: agents are grains as on a cluster, without one. It listens on loopback only, on ports that are
/// free, and answers to nobody who does not know its name, which is random.
/// </summary>
public sealed class EmbeddedSilo : IAgentHost
{
    private readonly IHost _host;
    private readonly GrainHost _agents;

    private readonly string _runId;

    private EmbeddedSilo(IHost host, GrainHost agents, string runId) => (_host, _agents, _runId) = (host, agents, runId);

    /// <summary>Starts the silo; the run starts with <see cref="RunAsync"/>.</summary>
    /// <param name="workload">The run's workload.</param>
    /// <param name="connections">Its model servers; they stay the caller's.</param>
    /// <param name="time">The time.</param>
    /// <param name="observer">Learns of everything that happens; null for nobody.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<EmbeddedSilo> StartAsync(
        Workload workload, Connections connections, TimeProvider time, IWorkObserver? observer, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(observer ?? NoObserver.Instance);
        builder.UseAgentLoadSilo(new SiloSettings
        {
            Name = "embedded", ClusterId = Guid.NewGuid().ToString("N"), SiloPort = FreePort(), GatewayPort = 0,
        });
        var host = builder.Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        var order = new RunOrder(Guid.NewGuid().ToString("N"), WorkloadWriter.Write(workload, WorkloadInputs.Catalogued), time.GetUtcNow());
        host.Services.GetRequiredService<SiloRuns>().Adopt(order.RunId, workload, connections);
        return new EmbeddedSilo(
            host, new GrainHost(host.Services.GetRequiredService<IGrainFactory>(), order, host.Services.GetRequiredService<DirectLog>(), time, static _ => { }), order.RunId);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) => _agents.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop) =>
        _agents.RunAsync(save, drain, stop);

    /// <inheritdoc/>
    public async ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) =>
        await _agents.ReadAsync(cancellationToken).ConfigureAwait(false) with { Running = _host.Services.GetRequiredService<SiloRuns>().RunningOf(_runId) };

    /// <summary>Ends the silo. Whatever of it does not end in time ends with the process: the results are saved.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _host.StopAsync(CancellationToken.None).WaitAsync(SiloProcess.LeaveTimeout).ConfigureAwait(false);
            _host.Dispose();
        }
        catch (TimeoutException)
        {
            // Nobody waits for it any more.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

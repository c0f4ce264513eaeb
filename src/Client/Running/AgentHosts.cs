using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Hosting;
using AgentLoad.Inference;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Client.Running;

/// <summary>
/// The hosts of consecutive runs, as selected by the user: a cluster of silos, a silo in this process, or plain objects. Connections to the
/// model servers are shared by all runs; on a cluster, each silo opens its own connections.
/// </summary>
internal sealed class AgentHosts : IAgentHostFactory, IAsyncDisposable
{
    private readonly Connections? _connections;
    private readonly EmbeddedSilo? _silo;
    private readonly ClusterConnection? _cluster;
    private readonly IAgentObserver? _observer;
    private readonly TimeProvider _time;
    private readonly Action<string> _report;

    private AgentHosts(
        Connections? connections,
        EmbeddedSilo? silo,
        ClusterConnection? cluster,
        IAgentObserver? observer,
        TimeProvider time,
        Action<string> report
    ) => (_connections, _silo, _cluster, _observer, _time, _report) = (connections, silo, cluster, observer, time, report);

    /// <summary>Connects to the cluster, or connects to the model servers and starts an embedded silo if one is needed.</summary>
    /// <param name="choice">Selected agent host.</param>
    /// <param name="workload">Workload that defines the model servers.</param>
    /// <param name="observer">Receives the events of agents in this process; null for none.</param>
    /// <param name="time">Time provider.</param>
    /// <param name="report">Receives progress lines for the user.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="UserErrorException">The cluster cannot be reached, or the user stopped the start.</exception>
    /// <exception cref="EndpointException">A model server cannot serve the workload.</exception>
    public static async Task<AgentHosts> OpenAsync(
        HostChoice choice,
        Workload workload,
        IAgentObserver? observer,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        if (choice.Cluster is not null)
        {
            var cluster = await ClusterConnector.ConnectAsync(choice, time, cancellationToken);
            return new AgentHosts(null, null, cluster, observer, time, report);
        }

        var connections = await ConnectAsync(workload, time, report, cancellationToken);
        try
        {
            var silo =
                choice.Host == HostChoice.Process
                    ? null
                    : await EmbeddedSilo.StartAsync(
                        AgentLoadHost.CreateBuilder(HostConfiguration.Load()),
                        time,
                        observer,
                        choice.TraceGrains,
                        cancellationToken
                    );
            return new AgentHosts(connections, silo, null, observer, time, report);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IAgentHost> CreateAsync(Workload workload)
    {
        if (_cluster is null)
        {
            return _silo?.CreateHost(workload, _connections!) ?? new InProcessHost(workload, _connections!, _time, _observer);
        }

        try
        {
            return new ClusterRun(await _cluster.CreateRunAsync(workload, _report), _time);
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> FindUnreachableAsync(CancellationToken cancellationToken)
    {
        foreach (var connection in _connections?.All ?? [])
        {
            try
            {
                await connection.Client.InspectAsync(connection.Group.Model, cancellationToken);
            }
            catch (Exception e) when (e is EndpointException or IOException or HttpRequestException)
            {
                return $"{connection.Client.Endpoint} no longer answers: {e.Message}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        _connections?.Dispose();
    }

    private static async Task<Connections> ConnectAsync(
        Workload workload,
        TimeProvider time,
        Action<string> report,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Connections.OpenAsync(workload, time, report, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new UserErrorException("Stopped before the first task; nothing was measured.");
        }
    }
}

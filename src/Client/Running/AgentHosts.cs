using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Inference;
using AgentLoad.Silo.Clients;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Client.Running;

/// <summary>
/// Where the agents of one or several runs live, as the user chose: on a cluster, in a silo of this process, or as plain objects. The model
/// servers are connected once for all runs; on a cluster each silo connects to them itself.
/// </summary>
internal sealed class AgentHosts : IAsyncDisposable
{
    private readonly Connections? _connections;
    private readonly EmbeddedSilo? _silo;
    private readonly ClusterConnection? _cluster;
    private readonly IAgentObserver? _observer;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;

    private AgentHosts(
        Connections? connections,
        EmbeddedSilo? silo,
        ClusterConnection? cluster,
        IAgentObserver? observer,
        TimeProvider time,
        Action<string> say
    ) => (_connections, _silo, _cluster, _observer, _time, _say) = (connections, silo, cluster, observer, time, say);

    /// <summary>Connects to the cluster, or to the model servers and starts a silo.</summary>
    /// <param name="choice">Where agents live.</param>
    /// <param name="workload">Names the model servers.</param>
    /// <param name="observer">Receives the events of agents in this process; null for none.</param>
    /// <param name="time">The time.</param>
    /// <param name="say">Takes lines for the user.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="UserErrorException">The cluster cannot be reached, or the user stopped the start.</exception>
    /// <exception cref="EndpointException">A model server cannot serve the workload.</exception>
    public static async Task<AgentHosts> OpenAsync(
        HostChoice choice,
        Workload workload,
        IAgentObserver? observer,
        TimeProvider time,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        if (choice.Cluster is not null)
        {
            var cluster = await ClusterConnector.ConnectAsync(choice, time, cancellationToken);
            return new AgentHosts(null, null, cluster, observer, time, say);
        }

        var connections = await ConnectAsync(workload, time, say, cancellationToken);
        try
        {
            var silo = choice.Host == HostChoice.Process ? null : await EmbeddedSilo.StartAsync(time, observer, cancellationToken);
            return new AgentHosts(connections, silo, null, observer, time, say);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    /// <summary>Creates the host of one run.</summary>
    /// <exception cref="UserErrorException">The workload cannot run on a cluster.</exception>
    public async Task<IAgentHost> CreateAsync(Workload workload)
    {
        if (_cluster is null)
        {
            return _silo?.CreateHost(workload, _connections!) ?? new InProcessHost(workload, _connections!, _time, _observer);
        }

        try
        {
            return await _cluster.CreateRunAsync(workload, _say);
        }
        catch (ClusterException e)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    /// <summary>Describes the first model server that no longer answers. Null if all do, and on a cluster, where the next run reports it.</summary>
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
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Connections.OpenAsync(workload, time, say, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new UserErrorException("Stopped before the first task; nothing was measured.");
        }
    }
}

using AgentLoad.Agents.Hosting;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Client.Running;

/// <summary>Where the agents of a series of runs live: each time in this process, or each time on the same cluster.</summary>
internal sealed class SweepHosts : IDisposable
{
    private readonly Connections? _connections;
    private readonly HostChoice _choice;
    private readonly TimeProvider _timeProvider;
    private readonly Action<string> _say;

    private SweepHosts(Connections? connections, HostChoice choice, TimeProvider timeProvider, Action<string> say) =>
        (_connections, _choice, _timeProvider, _say) = (connections, choice, timeProvider, say);

    /// <summary>Connects to the model servers, once for all runs; on a cluster its silos do that.</summary>
    public static async Task<SweepHosts> OpenAsync(
        HostChoice choice, Workload workload, TimeProvider timeProvider, Action<string> say, CancellationToken cancellationToken)
    {
        if (choice.Cluster is not null)
        {
            await Optional.CheckClusterAsync(choice, timeProvider, cancellationToken).ConfigureAwait(false);
            return new SweepHosts(null, choice, timeProvider, say);
        }

        return new SweepHosts(await RunJob.ConnectAsync(workload, timeProvider, cancellationToken).ConfigureAwait(false), choice, timeProvider, say);
    }

    /// <summary>A host for one run.</summary>
    public async Task<IAgentHost> HostAsync(Workload workload, CancellationToken cancellationToken) => _connections is null
        ? await Optional.ClusterHostAsync(_choice, workload, _timeProvider, _say, cancellationToken).ConfigureAwait(false)
        : new InProcess(workload, _connections, _timeProvider);

    /// <summary>Says which server no longer answers; null where all do. On a cluster the next run finds out.</summary>
    public async Task<string?> DeadAsync(CancellationToken cancellationToken)
    {
        foreach (var connection in _connections?.All ?? [])
        {
            try
            {
                await connection.Client.InspectAsync(connection.Group.Model, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is EndpointException or IOException or HttpRequestException)
            {
                return $"{connection.Client.Endpoint} no longer answers: {e.Message}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _connections?.Dispose();
}

using AgentLoad.Agents.Hosting;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Silo.Clients;

/// <summary>Agents of one run on a cluster of silos. Once its results are all taken, the cluster forgets the run.</summary>
internal sealed class ClusterHost(GrainHost agents, ClusterRegistry registry, string runId) : IAgentHost
{
    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) => agents.PrepareAsync(cancellationToken);

    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        var run = await agents.RunAsync(save, drain, stop).ConfigureAwait(false);
        await registry.RemoveAsync(runId).ConfigureAwait(false);
        return run;
    }

    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => agents.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => agents.DisposeAsync();
}

using AgentLoad.Agents.Hosting;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Silo.Hosting;

namespace AgentLoad.Silo.Clients;

/// <summary>Agents of one run on a cluster of silos. Once its results are all taken, or where it was refused, the cluster forgets the run.</summary>
internal sealed class ClusterHost(GrainHost agents, ClusterRegistry registry, string runId) : IAgentHost
{
    public async Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await agents.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EndpointException)
        {
            await registry.RemoveAsync(runId).ConfigureAwait(false);
            throw;
        }
    }

    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        var run = await agents.RunAsync(save, drain, stop).ConfigureAwait(false);
        await registry.RemoveAsync(runId).ConfigureAwait(false);
        return run;
    }

    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => agents.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => agents.DisposeAsync();
}

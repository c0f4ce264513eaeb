using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;

namespace AgentLoad.Client.Running;

/// <summary>Creates agent hosts for consecutive runs against the same model servers.</summary>
internal interface IAgentHostFactory
{
    /// <summary>Creates the host of one run.</summary>
    /// <exception cref="UserErrorException">The workload cannot run on a cluster.</exception>
    Task<IAgentHost> CreateAsync(Workload workload);

    /// <summary>
    /// Describes the first model server that no longer answers. Returns null if all answer, and always on a cluster, where the next run
    /// reports it.
    /// </summary>
    Task<string?> FindUnreachableAsync(CancellationToken cancellationToken);
}

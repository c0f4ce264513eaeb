using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The work of an agent on a silo.</summary>
/// <param name="run">The run on this silo.</param>
/// <param name="drain">Says when the silo leaves the cluster.</param>
internal sealed class SiloRunWork(SiloRun run, SiloDrain drain) : IAgentWork
{
    public CancellationToken Closing => run.Closing;

    public CancellationToken Exhausted => run.Closing;

    // A task uses nothing of the grain. It runs on the thread pool, so that a call costs the same on every host.
    public Task<TaskOutcome> DoAsync(Assignment assignment, int agent) => Task.Run(() => run.DoAsync(assignment, agent, drain.Leaving));

    public Task SaveAsync(TaskRecord record) => run.SaveAsync(record, CancellationToken.None);
}

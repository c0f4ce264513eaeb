using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The work of one agent on a silo.</summary>
/// <param name="run">The run on this silo.</param>
/// <param name="leave">Makes a running task leave the silo between two steps.</param>
internal sealed class SiloRunWork(SiloRun run, CancellationToken leave) : IAgentWork
{
    private IReadOnlyDictionary<string, int> _calls = new Dictionary<string, int>();

    public CancellationToken Closing => run.Closing;

    public CancellationToken Exhausted => run.Closing;

    public async Task<TaskOutcome> DoAsync(Assignment assignment, int agent)
    {
        // A task uses nothing of the grain. It runs on the thread pool, so that a call costs the same on every host.
        (var outcome, _calls) = await Task.Run(() => run.DoAsync(assignment, agent, leave));
        return outcome;
    }

    public Task SaveAsync(TaskRecord record) => run.SaveAsync(record, _calls, CancellationToken.None);
}

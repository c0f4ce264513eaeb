using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Assignments of one agent from the tasks of its silo.</summary>
/// <param name="agent">The agent.</param>
/// <param name="run">The run on this silo.</param>
internal sealed class SiloTaskFeed(SiloAgent agent, SiloRun run) : IAssignmentFeed
{
    public async Task<NextAssignment> NextAsync(int number, long sequence, double idleSince, CancellationToken cancellationToken)
    {
        var reply = await run.Tasks.TakeAsync(agent, idleSince, cancellationToken);
        return new NextAssignment(reply.Ticket is { } ticket ? run.Recall(ticket) : null, reply.NotBefore);
    }

    public Task FinishAsync(int number, Assignment? notStarted, CancellationToken cancellationToken)
    {
        if (notStarted is not null)
        {
            run.Tasks.Return(notStarted.Task.Id);
        }

        return Task.CompletedTask;
    }
}

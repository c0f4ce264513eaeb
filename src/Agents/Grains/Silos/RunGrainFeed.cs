using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Scheduling;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Assignments from the run's grain.</summary>
/// <param name="grain">The run's grain.</param>
/// <param name="run">The run on this silo.</param>
/// <param name="incarnation">How often the agent was started.</param>
/// <param name="time">The time.</param>
internal sealed class RunGrainFeed(IRunGrain grain, SiloRun run, int incarnation, TimeProvider time) : IAssignmentFeed
{
    public async Task<NextAssignment> NextAsync(int agent, long sequence, double idleSince, CancellationToken cancellationToken)
    {
        var request = new AssignmentRequest(agent, incarnation, sequence, idleSince);
        var reply = await GrainCalls.RetryAsync(() => grain.NextAsync(request), time, cancellationToken);
        return new NextAssignment(reply.Ticket is { } ticket ? run.Recall(ticket) : null, reply.NotBefore);
    }

    public Task FinishAsync(int agent, Assignment? notStarted, CancellationToken cancellationToken)
    {
        var ticket = notStarted is null ? null : Ticket.Of(notStarted);
        return GrainCalls.RetryAsync(() => grain.FinishedAsync(agent, incarnation, ticket), time, cancellationToken);
    }
}

using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>An agent that waits for its next task.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="IdleSince">When it became idle, seconds since the start of the run.</param>
internal sealed record WaitingAgent(SiloAgent Agent, double IdleSince)
{
    private readonly TaskCompletionSource<AssignmentReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reply once there is one, or null.</summary>
    public AssignmentReply? Delivered { get; private set; }

    /// <summary>The agent in a request to the run's grain.</summary>
    public IdleAgent Describe() => new(Agent.Number, Agent.Start.Incarnation, IdleSince);

    /// <summary>Waits for the reply.</summary>
    public Task<AssignmentReply> WaitAsync(CancellationToken cancellationToken) => _reply.Task.WaitAsync(cancellationToken);

    /// <summary>Ends the wait.</summary>
    public void Deliver(AssignmentReply reply)
    {
        Delivered = reply;
        _reply.SetResult(reply);
    }
}

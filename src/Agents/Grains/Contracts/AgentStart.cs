namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What an agent starts with.</summary>
/// <param name="Incarnation">How often the agent was started, from 1. Messages of an earlier incarnation are ignored.</param>
/// <param name="Ticket">The task that it continues, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentStart")]
internal sealed record AgentStart([property: Id(0)] int Incarnation, [property: Id(1)] Ticket? Ticket);

/// <summary>An agent requests its next task. The previous one is recorded.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Incarnation">How often it was started.</param>
/// <param name="Sequence">Number of the request, from 1. A repeated request gets the same reply.</param>
/// <param name="Free">When the agent became idle, seconds since the start of the run.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentAsk")]
internal sealed record AssignmentRequest(
    [property: Id(0)] int Agent,
    [property: Id(1)] int Incarnation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] double Free
);

/// <summary>Status of an agent.</summary>
/// <param name="Silo">Where it lives.</param>
/// <param name="Incarnation">How often it was started; 0 if it is not running.</param>
/// <param name="Answered">How many of its requests were answered.</param>
/// <param name="Ticket">The task that it holds, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentStatus")]
internal sealed record AgentStatus(
    [property: Id(0)] string Silo,
    [property: Id(1)] int Incarnation,
    [property: Id(2)] long Answered,
    [property: Id(3)] Ticket? Ticket
);

/// <summary>The reply to an agent's request.</summary>
/// <param name="Ticket">The task, or null.</param>
/// <param name="NotBefore">
/// Without a task: when it may ask again, seconds since the start of the run; null if there is nothing more for it.
/// </param>
[GenerateSerializer, Immutable, Alias("agentload.AgentOrder")]
internal sealed record AssignmentReply([property: Id(0)] Ticket? Ticket, [property: Id(1)] double? NotBefore)
{
    /// <summary>Nothing more.</summary>
    public static AssignmentReply None { get; } = new(null, null);
}

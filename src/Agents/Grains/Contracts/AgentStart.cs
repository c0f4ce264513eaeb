namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What an agent begins with.</summary>
/// <param name="Incarnation">How often it was started, from 1: words of an earlier incarnation, on a host taken for dead, do not count.</param>
/// <param name="Ticket">The task that it goes on with, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentStart")]
public sealed record AgentStart([property: Id(0)] int Incarnation, [property: Id(1)] Ticket? Ticket);

/// <summary>An agent asks for its next task; the one before is safely recorded.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Incarnation">How often it was started.</param>
/// <param name="Sequence">Number of the question, from 1: a repeated question gets the same answer.</param>
/// <param name="Free">Since when it has nothing to do, seconds since the start of the run.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentAsk")]
public sealed record AssignmentRequest(
    [property: Id(0)] int Agent,
    [property: Id(1)] int Incarnation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] double Free
);

/// <summary>What an agent says of itself.</summary>
/// <param name="Silo">Where it lives.</param>
/// <param name="Incarnation">How often it was started; 0 where it does nothing.</param>
/// <param name="Answered">How many of its questions were answered.</param>
/// <param name="Ticket">What it works on, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentStatus")]
public sealed record AgentStatus(
    [property: Id(0)] string Silo,
    [property: Id(1)] int Incarnation,
    [property: Id(2)] long Answered,
    [property: Id(3)] Ticket? Ticket
);

/// <summary>What an agent is to do next.</summary>
/// <param name="Ticket">The task, or null.</param>
/// <param name="NotBefore">Without a task: when it may ask again, seconds since the start of the run; null where there is nothing more for it.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentOrder")]
public sealed record AssignmentReply([property: Id(0)] Ticket? Ticket, [property: Id(1)] double? NotBefore)
{
    /// <summary>Nothing more.</summary>
    public static AssignmentReply None { get; } = new(null, null);
}

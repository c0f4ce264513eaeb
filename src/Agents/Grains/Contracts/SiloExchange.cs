namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What happened to a run on one silo since its previous request, and the tasks that its agents need.</summary>
[GenerateSerializer, Immutable, Alias("agentload.SiloRequest")]
internal sealed record SiloRequest
{
    /// <summary>The silo's address.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>Number of the request, from 1. A repeated request gets the same reply.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary>Agents that started here or migrated to this silo.</summary>
    [Id(2)]
    public IReadOnlyList<ArrivedAgent> Arrived { get; init; } = [];

    /// <summary>Agents that left this silo.</summary>
    [Id(3)]
    public IReadOnlyList<DepartedAgent> Departed { get; init; } = [];

    /// <summary>Ids of tasks that were held in advance and that an agent has taken.</summary>
    [Id(8)]
    public IReadOnlyList<long> Begun { get; init; } = [];

    /// <summary>Ids of tasks with a saved record.</summary>
    [Id(4)]
    public IReadOnlyList<long> Ended { get; init; } = [];

    /// <summary>Tasks that this silo does not continue.</summary>
    [Id(5)]
    public IReadOnlyList<Ticket> Returned { get; init; } = [];

    /// <summary>Agents that wait for a task.</summary>
    [Id(6)]
    public IReadOnlyList<IdleAgent> Idle { get; init; } = [];

    /// <summary>Tasks that the silo wants to hold in advance, beyond those that it holds, by lane.</summary>
    [Id(7)]
    public IReadOnlyList<int> Spare { get; init; } = [];
}

/// <summary>The reply of the run's grain to a silo.</summary>
[GenerateSerializer, Immutable, Alias("agentload.SiloReply")]
internal sealed record SiloReply
{
    /// <summary>Which activation of the run's grain replies, counted from 0. A reply of an earlier activation is ignored.</summary>
    [Id(0)]
    public int Epoch { get; init; }

    /// <summary>Replies to idle agents.</summary>
    [Id(1)]
    public IReadOnlyList<AssignmentReply> Assignments { get; init; } = [];

    /// <summary>Tasks that the silo holds in advance.</summary>
    [Id(2)]
    public IReadOnlyList<Ticket> Spare { get; init; } = [];

    /// <summary>Agents that the run has restarted elsewhere: they stop here.</summary>
    [Id(3)]
    public IReadOnlyList<int> Stopped { get; init; } = [];

    /// <summary>Agents that must migrate, with the silo that they migrate to.</summary>
    [Id(4)]
    public IReadOnlyDictionary<int, string> Migrations { get; init; } = new Dictionary<int, string>();

    /// <summary>Tasks of arrived agents that another silo does.</summary>
    [Id(5)]
    public IReadOnlyList<long> Revoked { get; init; } = [];
}

/// <summary>An agent that is now on the silo.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Incarnation">How often it was started.</param>
/// <param name="Ticket">The task that it brings, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.ArrivedAgent")]
internal sealed record ArrivedAgent([property: Id(0)] int Agent, [property: Id(1)] int Incarnation, [property: Id(2)] Ticket? Ticket);

/// <summary>An agent that is no longer on the silo.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Incarnation">How often it was started.</param>
/// <param name="Reason">Why it left.</param>
/// <param name="Task">The task that it takes with it, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.DepartedAgent")]
internal sealed record DepartedAgent(
    [property: Id(0)] int Agent,
    [property: Id(1)] int Incarnation,
    [property: Id(2)] DepartureReason Reason,
    [property: Id(3)] long? Task
);

/// <summary>Why an agent left a silo.</summary>
internal enum DepartureReason
{
    /// <summary>There is no more work for it.</summary>
    Finished,

    /// <summary>It migrates to another silo.</summary>
    Migrating,

    /// <summary>Its activation ended: it must be restarted.</summary>
    Lost,
}

/// <summary>An agent that waits for a task.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Incarnation">How often it was started.</param>
/// <param name="Since">When it became idle, seconds since the start of the run.</param>
[GenerateSerializer, Immutable, Alias("agentload.IdleAgent")]
internal sealed record IdleAgent([property: Id(0)] int Agent, [property: Id(1)] int Incarnation, [property: Id(2)] double Since);

/// <summary>The reply to an idle agent.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Ticket">The task, or null.</param>
/// <param name="NotBefore">
/// Without a task: when it may ask again, seconds since the start of the run; null if there is nothing more for it.
/// </param>
[GenerateSerializer, Immutable, Alias("agentload.AssignmentReply")]
internal sealed record AssignmentReply([property: Id(0)] int Agent, [property: Id(1)] Ticket? Ticket, [property: Id(2)] double? NotBefore);

/// <summary>What a silo holds of a run.</summary>
/// <param name="Agents">Its agents with their incarnations.</param>
/// <param name="Tickets">Tasks that its agents do or that it holds in advance.</param>
[GenerateSerializer, Immutable, Alias("agentload.SiloHoldings")]
internal sealed record SiloHoldings([property: Id(0)] IReadOnlyDictionary<int, int> Agents, [property: Id(1)] IReadOnlyList<Ticket> Tickets)
{
    /// <summary>Nothing.</summary>
    public static SiloHoldings None { get; } = new(new Dictionary<int, int>(), []);
}

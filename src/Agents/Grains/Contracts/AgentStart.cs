namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What an agent starts with.</summary>
/// <param name="Incarnation">How often the agent was started, from 1. Messages of an earlier incarnation are ignored.</param>
/// <param name="Lane">The lane of the schedule that the agent belongs to.</param>
/// <param name="Place">Its number within the lane, from 0.</param>
[GenerateSerializer, Immutable, Alias("agentload.AgentStart")]
internal sealed record AgentStart([property: Id(0)] int Incarnation, [property: Id(1)] int Lane, [property: Id(2)] int Place);

/// <summary>An agent that migrates to another silo.</summary>
/// <param name="Start">What it was started with.</param>
/// <param name="Ticket">The task that it continues, or null.</param>
[GenerateSerializer, Immutable, Alias("agentload.MigratingAgent")]
internal sealed record MigratingAgent([property: Id(0)] AgentStart Start, [property: Id(1)] Ticket? Ticket);

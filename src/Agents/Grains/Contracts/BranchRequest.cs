namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>A part of a task's work.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Ticket">The task.</param>
/// <param name="Agent">The agent that does the rest of it.</param>
/// <param name="Calls">The calls, packed.</param>
[GenerateSerializer, Immutable, Alias("agentload.BranchOrder")]
internal sealed record BranchRequest(
    [property: Id(0)] string RunId,
    [property: Id(1)] Ticket Ticket,
    [property: Id(2)] int Agent,
    [property: Id(3)] byte[] Calls
);

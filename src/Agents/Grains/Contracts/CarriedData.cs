namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>What the steps of a task gave that goes on on another silo.</summary>
/// <param name="Bytes">The steps, packed.</param>
/// <param name="Calls">Calls among them: they were counted where they were made.</param>
[GenerateSerializer, Immutable, Alias("agentload.Carried")]
public sealed record CarriedData([property: Id(0)] byte[] Bytes, [property: Id(1)] int Calls);

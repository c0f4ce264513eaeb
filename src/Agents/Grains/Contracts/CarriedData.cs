namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>Results of the steps of a task that continues on another silo.</summary>
/// <param name="Bytes">The steps, packed.</param>
/// <param name="Calls">Number of calls among them. They are counted where they were made.</param>
[GenerateSerializer, Immutable, Alias("agentload.Carried")]
internal sealed record CarriedData([property: Id(0)] byte[] Bytes, [property: Id(1)] int Calls);

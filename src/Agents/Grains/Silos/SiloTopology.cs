namespace AgentLoad.Agents.Grains.Silos;

/// <summary>Whether the silo of this process can be one of several.</summary>
/// <param name="IsClustered">True for a member of a cluster, false for a silo embedded in a client.</param>
internal sealed record SiloTopology(bool IsClustered);

namespace AgentLoad.Simulation.Nodes;

/// <summary>What a node has under way.</summary>
/// <param name="Running">Calls in slots.</param>
/// <param name="Waiting">Calls that wait for a slot, for room in the KV cache or for a load.</param>
/// <param name="KvUse">Share of the KV cache that is reserved, 0 to 1; of several models the fullest.</param>
public readonly record struct NodeLoad(int Running, int Waiting, double KvUse);

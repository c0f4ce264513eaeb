namespace AgentLoad.Simulation.Nodes;

/// <summary>The current load of a node.</summary>
/// <param name="Running">Calls in slots.</param>
/// <param name="Waiting">Calls that wait for a slot, for KV cache space or for a model load.</param>
/// <param name="KvUse">Reserved fraction of the KV cache, 0 to 1; the maximum over the loaded models.</param>
internal readonly record struct NodeLoad(int Running, int Waiting, double KvUse);

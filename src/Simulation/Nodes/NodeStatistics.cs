namespace AgentLoad.Simulation.Nodes;

/// <summary>Statistics of a node since its start. Requests that only load or unload a model are not calls.</summary>
/// <param name="Calls">Calls accepted.</param>
/// <param name="Ended">Calls that produced all their tokens.</param>
/// <param name="Cancelled">Calls cancelled by the client.</param>
/// <param name="Overloaded">Calls rejected because too many waited for a load.</param>
/// <param name="PromptTokens">Prompt tokens of accepted calls.</param>
/// <param name="CachedTokens">Prompt tokens of completed calls read from the prefix cache.</param>
/// <param name="CompletionTokens">Tokens of completed calls.</param>
/// <param name="PeakRunning">Maximum number of calls in slots.</param>
/// <param name="PeakWaiting">Maximum number of calls waiting for a slot or a load.</param>
/// <param name="Loads">Model loads started.</param>
internal readonly record struct NodeStatistics(
    long Calls,
    long Ended,
    long Cancelled,
    long Overloaded,
    long PromptTokens,
    long CachedTokens,
    long CompletionTokens,
    int PeakRunning,
    int PeakWaiting,
    int Loads
);

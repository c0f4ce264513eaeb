namespace AgentLoad.Simulation.Nodes;

/// <summary>What a node has done so far.</summary>
/// <param name="Calls">Calls accepted.</param>
/// <param name="Ended">Calls that got all their tokens.</param>
/// <param name="Cancelled">Calls given up by the client.</param>
/// <param name="Overloaded">Calls turned away because too many waited for a load.</param>
/// <param name="PromptTokens">Prompt tokens of accepted calls.</param>
/// <param name="CachedTokens">Prompt tokens of ended calls that the prefix cache saved.</param>
/// <param name="CompletionTokens">Tokens of ended calls.</param>
/// <param name="PeakRunning">Most calls in slots at once.</param>
/// <param name="PeakWaiting">Most calls waiting for a slot or a load at once.</param>
/// <param name="Loads">Model loads begun.</param>
public readonly record struct NodeStatistics(
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

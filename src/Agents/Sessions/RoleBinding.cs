using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>What serves a role of a strategy.</summary>
/// <param name="Client">Endpoint or pool; owned by the host.</param>
/// <param name="Model">Model to ask.</param>
/// <param name="Options">What the workload fixes; null leaves the choice to the strategy.</param>
public sealed record RoleBinding(IModelClient Client, string Model, OptionSettings Options)
{
    /// <summary>True where the model takes tools natively.</summary>
    public bool HasNativeTools { get; init; }

    /// <summary>What its tokens cost; null where nobody said.</summary>
    public PriceSettings? Prices { get; init; }

    /// <summary>Context length in tokens, one for the whole run; null leaves it to the server.</summary>
    public int? ContextLength { get; init; }
}

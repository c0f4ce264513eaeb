using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>The endpoint, model and options of a role of a strategy.</summary>
/// <param name="Client">Endpoint or pool; owned by the host.</param>
/// <param name="Model">Model to call.</param>
/// <param name="Options">Options that the workload sets; null values leave the choice to the strategy.</param>
internal sealed record RoleBinding(IModelClient Client, string Model, OptionSettings Options)
{
    /// <summary>True if the model supports native tool calling.</summary>
    public bool HasNativeTools { get; init; }

    /// <summary>
    /// Completion tokens that are added to the limits of strategies for the reasoning of the model; 0 for a model without reasoning.
    /// </summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Prices of the endpoint's tokens; null if not configured.</summary>
    public PriceSettings? Prices { get; init; }

    /// <summary>Context length in tokens, constant for the run; null for the server's default.</summary>
    public int? ContextLength { get; init; }
}

namespace AgentLoad.Agents.Workloads;

/// <summary>What tokens cost, in money for a million of them. The currency is whatever the user has in mind, the same everywhere.</summary>
public sealed record PriceSettings
{
    private const double Million = 1e6;

    /// <summary>Prompt tokens.</summary>
    public double Prompt { get; init; }

    /// <summary>Prompt tokens that the server took from its prefix cache; null for the price of the others.</summary>
    public double? Cached { get; init; }

    /// <summary>Completion tokens, reasoning included.</summary>
    public double Completion { get; init; }

    /// <summary>Cost of a call: (prompt − cached) × prompt price + cached × cached price + completion × completion price.</summary>
    public double CostOf(long promptTokens, long cachedTokens, long completionTokens) =>
        (((promptTokens - cachedTokens) * Prompt) + (cachedTokens * (Cached ?? Prompt)) + (completionTokens * Completion)) / Million;
}

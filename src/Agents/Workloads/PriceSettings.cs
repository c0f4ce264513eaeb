namespace AgentLoad.Agents.Workloads;

/// <summary>Prices per million tokens. All prices are in the currency of the workload.</summary>
internal sealed record PriceSettings
{
    private const double Million = 1e6;

    /// <summary>Price of prompt tokens.</summary>
    public double Prompt { get; init; }

    /// <summary>Price of prompt tokens read from the server's prefix cache; null for the price of other prompt tokens.</summary>
    public double? Cached { get; init; }

    /// <summary>Price of completion tokens, including reasoning.</summary>
    public double Completion { get; init; }

    /// <summary>
    /// Returns the cost of a call: (prompt − cached) × prompt price + cached × cached price + completion × completion price.
    /// </summary>
    public double CostOf(long promptTokens, long cachedTokens, long completionTokens) =>
        (((promptTokens - cachedTokens) * Prompt) + (cachedTokens * (Cached ?? Prompt)) + (completionTokens * Completion)) / Million;
}

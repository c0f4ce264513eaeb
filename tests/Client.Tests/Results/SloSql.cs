namespace AgentLoad.Client.Tests.Results;

/// <summary>SQL of the statistics of an SLO clause.</summary>
/// <param name="Actual">Query of the measured value.</param>
/// <param name="Samples">Query of the number of samples.</param>
internal sealed record SloSql(string Actual, string Samples)
{
    /// <summary>Condition of a task that meets the clause; null if the clause does not apply to single tasks.</summary>
    public string? GoodTask { get; init; }

    /// <summary>Query of the number of cut-off tasks among the samples; null if there cannot be any.</summary>
    public string? CutOff { get; init; }

    /// <summary>Condition of a call that meets the clause; null if the clause does not apply to single calls.</summary>
    public string? GoodCall { get; init; }
}

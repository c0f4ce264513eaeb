using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>A result that is compared.</summary>
/// <param name="Id">Id of the run, or name of the folder.</param>
/// <param name="Simulated">True if a model server was simulated.</param>
/// <param name="Seed">Seed; null if it is unknown.</param>
/// <param name="Salt">Salt of the prompts; null if there is none of the whole result.</param>
internal sealed record ComparedResult(string Id, bool Simulated, long? Seed, string? Salt)
{
    public static ComparedResult Of(RunFacts facts) => new(facts.Id, facts.Simulated, facts.Seed, facts.Salt);
}

/// <summary>The comparison of several results of one kind with the first of them.</summary>
/// <param name="Kind">runs, sweeps or studies.</param>
/// <param name="Results">Compared results.</param>
/// <param name="Rows">Compared statistics.</param>
/// <param name="Reasons">Why the results are not comparable; empty if they are.</param>
internal sealed record Comparison(
    string Kind,
    IReadOnlyList<ComparedResult> Results,
    IReadOnlyList<ComparedRow> Rows,
    IReadOnlyList<string> Reasons
)
{
    /// <summary>What may distort the comparison of comparable results.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Differences without an interval, one sentence each.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Distributions and curves of the results on the same axes.</summary>
    public IReadOnlyList<ReportPlot> Plots { get; init; } = [];

    /// <summary>True if a model server of a result was simulated.</summary>
    public bool Simulated => Results.Any(result => result.Simulated);
}

using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Reports;

/// <summary>Bounds of SLO clauses as lines in charts.</summary>
internal static class SloBounds
{
    /// <summary>Returns the bounds of the clauses on the values of a metric.</summary>
    /// <param name="clauses">Clauses as text.</param>
    /// <param name="metric">Metric, for example task.latency.</param>
    /// <param name="isVertical">True for a metric on the horizontal axis.</param>
    public static IReadOnlyList<PlotReference> Of(IEnumerable<string> clauses, string metric, bool isVertical = false) =>
        [
            .. clauses
                .Select(text => SloClause.TryParse(text, out var clause, out _) ? clause : null)
                .Where(clause => clause is { BoundsValues: true } && clause.Metric.Name == metric)
                .Select(clause => new PlotReference(
                    $"SLO {clause!.Statistic.ToString().ToLowerInvariant()} {SloText.BoundOf(clause)}",
                    clause.Bound,
                    isVertical
                )),
        ];
}

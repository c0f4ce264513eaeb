using AgentLoad.Measurement.Slo;

namespace AgentLoad.Client.Reports;

/// <summary>Formats the verdict on an SLO clause, with units.</summary>
internal static class SloText
{
    /// <summary>Returns a line such as "SLO MISSED task.latency:p95:le:5s: 7.1 s, at most 5 s allowed".</summary>
    public static string Of(SloResult slo)
    {
        var mark = slo.Met ? "met   " : "MISSED";
        if (slo.Samples == 0)
        {
            return $"SLO {mark} {slo.Clause}: no samples, so it is not met";
        }

        var clause = SloClause.TryParse(slo.Clause, out var parsed, out _) ? parsed : null;
        var within = slo.Within is { } some
            ? $"; {NumberFormat.Percent((double)some / slo.Samples)} of {NumberFormat.Count(slo.Samples)} within"
            : "";
        var undecided = slo.Undecided > 0 ? $" ({NumberFormat.Count(slo.Undecided)} of them within the bound until then)" : "";
        var cutOff = slo.CutOff > 0 ? $", {NumberFormat.Count(slo.CutOff)} cut off{undecided}" : "";
        var actual = slo.Actual is { } value ? Value(clause, value) : "above every measured value";
        return $"SLO {mark} {slo.Clause}: {actual}, {Bound(clause)} {Value(clause, slo.Bound)} "
            + $"allowed{within}{cutOff}{(slo.Certified ? "" : ", few samples")}";
    }

    /// <summary>
    /// Returns the measured value of a clause with its unit; a dash if there are no samples, infinity if it lies among tasks that were cut
    /// off.
    /// </summary>
    public static string ValueOf(SloResult slo) =>
        slo.Actual is { } actual ? Value(SloClause.TryParse(slo.Clause, out var clause, out _) ? clause : null, actual)
        : slo.Samples > 0 ? "∞"
        : NumberFormat.Missing;

    /// <summary>Returns the bound of a clause: "at most 5 s".</summary>
    public static string BoundOf(SloClause clause) => $"{Bound(clause)} {Value(clause, clause.Bound)}";

    private static string Bound(SloClause? clause) =>
        clause?.Operator switch
        {
            SloOperator.Lt => "less than",
            SloOperator.Ge => "at least",
            SloOperator.Gt => "more than",
            _ => "at most",
        };

    private static string Value(SloClause? clause, double value) =>
        (clause?.Statistic, clause?.Metric.Unit) switch
        {
            (SloStatistic.Rate, _) => NumberFormat.Percent(value),
            (SloStatistic.Count, _) or (_, SloUnit.Number) => NumberFormat.Number(value),
            (_, SloUnit.Seconds) => NumberFormat.Seconds(value),
            _ => NumberFormat.Number(value),
        };
}

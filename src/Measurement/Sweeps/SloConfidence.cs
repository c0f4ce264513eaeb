using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>Determines whether the result of an SLO clause is statistically conclusive.</summary>
internal static class SloConfidence
{
    /// <summary>
    /// Returns false if the 95 % Wilson interval of the share of values within the bound contains the required share. Values are treated as
    /// independent; the latencies of a queue are correlated, so the interval is slightly too narrow. Means, maxima and counts are always
    /// conclusive. Tasks that were cut off within the bound may be on either side of it: the interval covers both cases.
    /// </summary>
    public static bool IsConclusive(SloResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Samples == 0 || !SloClause.TryParse(result.Clause, out var clause, out _))
        {
            return true;
        }

        var isUpper = clause.Operator is SloOperator.Le or SloOperator.Lt;
        double? needed = clause.Statistic switch
        {
            SloStatistic.P50 => 0.50,
            SloStatistic.P90 => isUpper ? 0.90 : 0.10,
            SloStatistic.P95 => isUpper ? 0.95 : 0.05,
            SloStatistic.P99 => isUpper ? 0.99 : 0.01,
            SloStatistic.Rate => clause.Bound,
            _ => null,
        };
        var count = clause.Statistic == SloStatistic.Rate ? (long)Math.Round((result.Actual ?? 0) * result.Samples) : result.Within;
        return needed is not { } share
            || count is not { } within
            || WilsonInterval.Of(within, result.Samples) is not { } low
            || WilsonInterval.Of(Math.Min(result.Samples, within + result.Undecided), result.Samples) is not { } high
            || share < low.Low
            || share > high.High;
    }
}

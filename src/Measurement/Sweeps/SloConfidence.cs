using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>Says whether a verdict could be chance.</summary>
public static class SloConfidence
{
    /// <summary>
    /// False where the share of values within the bound has a 95 % interval (Wilson) that holds the share which the clause asks for. Values are
    /// taken as independent; those of a queue are not quite, so the interval is a little too narrow. A mean, a maximum or a count is taken as it is.
    /// </summary>
    public static bool IsDecided(SloResult result)
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
            || WilsonInterval.Of(within, result.Samples) is not { } interval
            || share < interval.Low
            || share > interval.High;
    }
}

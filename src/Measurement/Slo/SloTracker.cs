using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Slo;

/// <summary>
/// The state of one SLO clause during a run, from counts: whether the values so far meet the clause is exact, although no value is kept.
/// </summary>
internal sealed class SloTracker(SloClause clause)
{
    private readonly LogLinearHistogram? _values = clause.Metric.Unit == SloUnit.Seconds ? new LogLinearHistogram() : null;
    private long _count,
        _within;
    private double _sum;

    /// <summary>Adds a value; positive infinity for a task that was cut off.</summary>
    public void Add(double value)
    {
        _count++;
        _within += clause.Allows(value) ? 1 : 0;
        _sum += value;
        _values?.Record(Math.Max(0, Math.Min(value, TimeSpan.FromDays(7).TotalSeconds)));
    }

    /// <summary>Returns the state. The measured percentile has three significant digits; it is null if only counts are known.</summary>
    public SloResult Read() =>
        new(clause.Text, Actual(), clause.Bound, _count > 0 && IsMet(), (int)Math.Min(int.MaxValue, _count), IsCertified())
        {
            Within = clause.BoundsValues ? _within : null,
        };

    private double? Share =>
        clause.Statistic switch
        {
            SloStatistic.P50 => 0.50,
            SloStatistic.P90 => 0.90,
            SloStatistic.P95 => 0.95,
            SloStatistic.P99 => 0.99,
            _ => null,
        };

    private bool IsUpper => clause.Operator is SloOperator.Le or SloOperator.Lt;

    private bool IsCertified() => Share is not { } share || TailCertification.IsCertified(share, _count);

    private bool IsMet() =>
        clause.Statistic switch
        {
            SloStatistic.Mean or SloStatistic.Rate => clause.Allows(_sum / _count),
            SloStatistic.Count => clause.Allows(clause.Metric.Unit == SloUnit.Flag ? _sum : _count),
            SloStatistic.Max => IsUpper ? _within == _count : _within > 0,
            // The percentile is the value of its rank: it is within an upper bound if that many values are, and within a lower bound if
            // fewer values than the rank are below it.
            _ => IsUpper ? _within >= Percentile.Rank(Share!.Value, _count) : _count - _within < Percentile.Rank(Share!.Value, _count),
        };

    private double? Actual() =>
        _count == 0 ? null
        : clause.Statistic is SloStatistic.Mean or SloStatistic.Rate ? Finite(_sum / _count)
        : clause.Statistic is SloStatistic.Count ? (clause.Metric.Unit == SloUnit.Flag ? _sum : _count)
        : clause.Statistic is SloStatistic.Max ? _values?.Max
        : _values?.Percentile(Share!.Value);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

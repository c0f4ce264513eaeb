using System.Diagnostics.CodeAnalysis;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Slo;

/// <summary>
/// One clause of a service-level objective, <c>metric:statistic:operator:value</c>: <c>call.ttft:p99:le:800ms</c>,
/// <c>task.solved:rate:ge:60%</c>. Durations take ms, s, m, h or no unit (seconds); shares take % or no unit; counts take none.
/// </summary>
public sealed record SloClause
{
    internal SloClause(string text, SloMetric metric, SloStatistic statistic, SloOperator comparison, double bound) =>
        (Text, Metric, Statistic, Operator, Bound) = (text, metric, statistic, comparison, bound);

    /// <summary>The clause as it was written.</summary>
    public string Text { get; }

    /// <summary>What is measured.</summary>
    public SloMetric Metric { get; }

    /// <summary>What is said about it.</summary>
    public SloStatistic Statistic { get; }

    /// <summary>The comparison.</summary>
    public SloOperator Operator { get; }

    /// <summary>What it is compared with: seconds, a share, or a count.</summary>
    public double Bound { get; }

    /// <summary>True where the clause bounds single values too, so that each call or task can be said to meet it (goodput).</summary>
    public bool BoundsValues => Statistic is not (SloStatistic.Rate or SloStatistic.Count);

    /// <summary>Reads a clause; where it is none, <paramref name="error"/> says what is wrong and what is allowed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SloClause? clause, [NotNullWhen(false)] out string? error) =>
        SloParser.TryParse(text, out clause, out error);

    /// <summary>Reads a clause.</summary>
    /// <exception cref="FormatException">The text is no clause; the message says why and what is allowed.</exception>
    public static SloClause Parse(string text) => TryParse(text, out var clause, out var error) ? clause : throw new FormatException(error);

    /// <summary>True where <paramref name="value"/> is on the right side of the bound.</summary>
    public bool Allows(double value) =>
        Operator switch
        {
            SloOperator.Le => value <= Bound,
            SloOperator.Lt => value < Bound,
            SloOperator.Ge => value >= Bound,
            _ => value > Bound,
        };

    /// <summary>The verdict over the metric's values (1 or 0 for a metric that is true or false). Without values it is not met.</summary>
    public SloResult Evaluate(IReadOnlyList<double> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            return new SloResult(Text, null, Bound, Met: false, 0, Certified: false);
        }

        var actual = Statistic switch
        {
            SloStatistic.Max => samples.Max(),
            SloStatistic.Mean or SloStatistic.Rate => samples.Average(),
            SloStatistic.Count => Metric.Unit == SloUnit.Flag ? samples.Sum() : samples.Count,
            _ => Percentile.Exact(samples, Share()!.Value),
        };
        var certified = Share() is not { } share || TailCertification.IsCertified(share, samples.Count);
        return new SloResult(Text, actual, Bound, Allows(actual), samples.Count, certified)
        {
            Within = BoundsValues ? samples.LongCount(Allows) : null,
        };
    }

    private double? Share() =>
        Statistic switch
        {
            SloStatistic.P50 => 0.50,
            SloStatistic.P90 => 0.90,
            SloStatistic.P95 => 0.95,
            SloStatistic.P99 => 0.99,
            _ => null,
        };
}

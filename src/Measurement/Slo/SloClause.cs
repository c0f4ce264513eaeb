using System.Diagnostics.CodeAnalysis;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Slo;

/// <summary>
/// One clause of a service-level objective, <c>metric:statistic:operator:value</c>: <c>call.ttft:p99:le:800ms</c>,
/// <c>task.solved:rate:ge:60%</c>. Durations take ms, s, m, h or no unit (seconds); shares take % or no unit; counts take none.
/// </summary>
internal sealed record SloClause
{
    internal SloClause(string text, SloMetric metric, SloStatistic statistic, SloOperator comparison, double bound) =>
        (Text, Metric, Statistic, Operator, Bound) = (text, metric, statistic, comparison, bound);

    /// <summary>Text of the clause.</summary>
    public string Text { get; }

    /// <summary>Metric that the clause applies to.</summary>
    public SloMetric Metric { get; }

    /// <summary>Statistic over the values of the metric.</summary>
    public SloStatistic Statistic { get; }

    /// <summary>Comparison operator.</summary>
    public SloOperator Operator { get; }

    /// <summary>Bound: seconds, a share or a count.</summary>
    public double Bound { get; }

    /// <summary>True if the clause also applies to single values, so that each call or task can be checked against it (goodput).</summary>
    public bool BoundsValues => Statistic is not (SloStatistic.Rate or SloStatistic.Count);

    /// <summary>Parses a clause. On failure, <paramref name="error"/> describes the problem and the allowed values.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SloClause? clause, [NotNullWhen(false)] out string? error) =>
        SloParser.TryParse(text, out clause, out error);

    /// <summary>Parses a clause.</summary>
    /// <exception cref="FormatException">
    /// The text is not a valid clause; the message describes the problem and the allowed values.
    /// </exception>
    public static SloClause Parse(string text) => TryParse(text, out var clause, out var error) ? clause : throw new FormatException(error);

    /// <summary>Returns true if <paramref name="value"/> satisfies the bound.</summary>
    public bool Allows(double value) =>
        Operator switch
        {
            SloOperator.Le => value <= Bound,
            SloOperator.Lt => value < Bound,
            SloOperator.Ge => value >= Bound,
            _ => value > Bound,
        };

    /// <summary>
    /// Evaluates the clause over the values of the metric (1 or 0 for a boolean metric; positive infinity for a task that was cut off).
    /// Without values the clause is not met.
    /// </summary>
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
        return new SloResult(Text, double.IsFinite(actual) ? actual : null, Bound, Allows(actual), samples.Count, certified)
        {
            Within = BoundsValues ? samples.LongCount(Allows) : null,
            CutOff = samples.LongCount(double.IsPositiveInfinity),
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

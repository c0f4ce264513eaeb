using System.Globalization;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Slo;

/// <summary>
/// Monitors SLO clauses during a run and detects when a clause can no longer be met. A clause on a percentile or a share cannot be met if
/// the share of values beyond its bound exceeds the allowed share by a Wilson interval of four standard deviations; the wide interval
/// prevents false positives of repeated checks after every task. A clause on a mean is never reported, because later values can still
/// change the mean. Thread-safe.
/// </summary>
internal sealed class SloMonitor(IReadOnlyList<SloClause> clauses, bool openLoop, MeasuredWindow window)
{
    /// <summary>Minimum number of values before a statistical decision is made.</summary>
    public const int MinValues = 30;

    private const double Z = 4;

    private readonly Lock _lock = new();
    private readonly (long Values, long Beyond)[] _counts = new (long, long)[clauses.Count];
    private string? _cannotBeMet;

    /// <summary>Reason why a clause can no longer be met, in one line; null if all clauses can still be met.</summary>
    public string? CannotBeMet
    {
        get
        {
            lock (_lock)
            {
                return _cannotBeMet;
            }
        }
    }

    /// <summary>Adds an ended task. Baseline tasks are ignored, as are tasks and calls outside the measured window.</summary>
    public void Observe(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.IsBaseline || clauses.Count == 0)
        {
            return;
        }

        var metrics = TaskMetrics.Of(task);
        lock (_lock)
        {
            for (var i = 0; i < clauses.Count; i++)
            {
                foreach (var value in SloValues.Of(clauses[i].Metric.Name, task, metrics, openLoop, window))
                {
                    _counts[i] = (_counts[i].Values + 1, _counts[i].Beyond + (IsBeyond(clauses[i], value) ? 1 : 0));
                }

                _cannotBeMet ??= Verdict(clauses[i], _counts[i].Values, _counts[i].Beyond);
            }
        }
    }

    /// <summary>For a rate or count, a true value violates "at most" and a false value violates "at least".</summary>
    private static bool IsBeyond(SloClause clause, double value) =>
        clause.Statistic is SloStatistic.Rate or SloStatistic.Count ? value != 0 == IsUpper(clause) : !clause.Allows(value);

    private static bool IsUpper(SloClause clause) => clause.Operator is SloOperator.Le or SloOperator.Lt;

    private static string? Verdict(SloClause clause, long values, long beyond)
    {
        var allowed = clause.Statistic switch
        {
            SloStatistic.Rate => IsUpper(clause) ? clause.Bound : 1 - clause.Bound,
            // "At least" bounds a percentile from below, so the larger part of the values must satisfy the bound.
            SloStatistic.P50 => 0.50,
            SloStatistic.P90 => IsUpper(clause) ? 0.10 : 0.90,
            SloStatistic.P95 => IsUpper(clause) ? 0.05 : 0.95,
            SloStatistic.P99 => IsUpper(clause) ? 0.01 : 0.99,
            SloStatistic.Max => IsUpper(clause) ? 0 : 1,
            _ => 1,
        };
        var certain =
            (clause.Statistic == SloStatistic.Max && IsUpper(clause) && beyond > 0)
            || (
                clause.Statistic == SloStatistic.Count
                && IsUpper(clause)
                && !clause.Allows(clause.Metric.Unit == SloUnit.Flag ? beyond : values)
            );
        if (
            !certain
            && (values < MinValues || clause.Statistic is SloStatistic.Mean or SloStatistic.Count || Low(beyond, values) <= allowed)
        )
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{clause.Text} can no longer be met: {beyond} of {values} values violate it, {allowed:P0} are allowed."
        );
    }

    private static double Low(long beyond, double values)
    {
        var rate = beyond / values;
        var scale = 1 + (Z * Z / values);
        return (rate + (Z * Z / (2 * values)) - (Z * Math.Sqrt((rate * (1 - rate) / values) + (Z * Z / (4 * values * values))))) / scale;
    }
}

using System.Globalization;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Slo;

/// <summary>
/// Watches a run's clauses while it goes on, and says when one cannot be met any more. Decided by confidence: a clause on a percentile or a
/// share is hopeless when the share of values beyond its bound is above what it allows by a Wilson interval of four standard deviations, so
/// that looking after every task does not find by chance what is not there. A mean is never hopeless: one more value may mend it. Thread-safe.
/// </summary>
public sealed class SloWatch(IReadOnlyList<SloClause> clauses, bool openLoop)
{
    /// <summary>Values before which nothing but a certainty is said.</summary>
    public const int LeastValues = 30;

    private const double Z = 4;

    private readonly Lock _gate = new();
    private readonly (long Values, long Beyond)[] _counts = new (long, long)[clauses.Count];
    private string? _hopeless;

    /// <summary>Why a clause cannot be met any more, in one line; null as long as all may be.</summary>
    public string? CannotBeMet
    {
        get
        {
            lock (_gate)
            {
                return _hopeless;
            }
        }
    }

    /// <summary>Counts an ended task; baseline tasks and those outside the window do not count.</summary>
    public void Observe(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.IsBaseline || !task.InWindow || clauses.Count == 0)
        {
            return;
        }

        var metrics = TaskMetrics.Of(task);
        lock (_gate)
        {
            for (var i = 0; i < clauses.Count; i++)
            {
                foreach (var value in ValuesOf(clauses[i].Metric.Name, task, metrics))
                {
                    _counts[i] = (_counts[i].Values + 1, _counts[i].Beyond + (IsBeyond(clauses[i], value) ? 1 : 0));
                }

                _hopeless ??= Verdict(clauses[i], _counts[i].Values, _counts[i].Beyond);
            }
        }
    }

    private IEnumerable<double> ValuesOf(string metric, TaskRecord task, TaskMetrics metrics)
    {
        if (CallValues.All.TryGetValue(metric, out var ofCall))
        {
            return task
                .Steps.Where(step => step.Call is not null)
                .Select(step => ofCall(step, CallTiming.Of(task, step, openLoop)))
                .OfType<double>();
        }

        double? value = metric switch
        {
            "task.solved" => task.Solved is { } solved
                ? solved
                    ? 1
                    : 0
                : null,
            "task.errors" => task.State is TaskState.Failed or TaskState.Lost ? 1 : 0,
            _ => TaskValues.All[metric](metrics),
        };
        return value is { } number ? [number] : [];
    }

    /// <summary>For a share, a true value is one that speaks against "at most", and a false one against "at least".</summary>
    private static bool IsBeyond(SloClause clause, double value) =>
        clause.Statistic is SloStatistic.Rate or SloStatistic.Count ? value != 0 == IsUpper(clause) : !clause.Allows(value);

    private static bool IsUpper(SloClause clause) => clause.Operator is SloOperator.Le or SloOperator.Lt;

    private static string? Verdict(SloClause clause, long values, long beyond)
    {
        var allowed = clause.Statistic switch
        {
            SloStatistic.Rate => IsUpper(clause) ? clause.Bound : 1 - clause.Bound,
            // "At least" bounds a percentile from below: then the larger part must lie on the right side.
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
            && (values < LeastValues || clause.Statistic is SloStatistic.Mean or SloStatistic.Count || Low(beyond, values) <= allowed)
        )
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{clause.Text} cannot be met any more: {beyond} of {values} values speak against it, {allowed:P0} may."
        );
    }

    private static double Low(long beyond, double values)
    {
        var rate = beyond / values;
        var scale = 1 + (Z * Z / values);
        return (rate + (Z * Z / (2 * values)) - (Z * Math.Sqrt((rate * (1 - rate) / values) + (Z * Z / (4 * values * values))))) / scale;
    }
}

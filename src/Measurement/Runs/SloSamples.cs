using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// The values that SLO clauses are evaluated on: calls that ended in the measured window and tasks that began in it, without baseline
/// tasks.
/// </summary>
internal sealed class SloSamples(IReadOnlyList<SloClause> clauses, CallColumns calls)
{
    private readonly Dictionary<string, List<double>> _ofTasks = clauses
        .Select(static clause => clause.Metric.Name)
        .Where(static metric => !CallValues.All.ContainsKey(metric))
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(static metric => metric, static _ => new List<double>(), StringComparer.Ordinal);

    private readonly Dictionary<string, List<double>> _reached = [];

    /// <summary>Adds a task that began in the window.</summary>
    public void Add(TaskRecord task, TaskMetrics metrics)
    {
        foreach (var (metric, values) in _ofTasks)
        {
            if (TaskValues.Of(metric, task, metrics) is { } value)
            {
                values.Add(value);
            }

            if (TaskValues.ReachedWhenCutOff(metric, task, metrics) is { } reached)
            {
                _reached.TryAdd(metric, []);
                _reached[metric].Add(reached);
            }
        }
    }

    /// <summary>Returns the result of every clause.</summary>
    public IReadOnlyList<SloResult> Evaluate() =>
        [
            .. clauses.Select(clause =>
                clause.Evaluate(_ofTasks.TryGetValue(clause.Metric.Name, out var values) ? values : calls[clause.Metric.Name]) with
                {
                    Undecided = _reached.GetValueOrDefault(clause.Metric.Name)?.LongCount(clause.Allows) ?? 0,
                }
            ),
        ];
}

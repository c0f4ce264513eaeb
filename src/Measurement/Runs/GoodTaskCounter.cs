using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Counts the tasks that ended successfully and meet every SLO clause on a value of a task.</summary>
internal sealed class GoodTaskCounter(IReadOnlyList<SloClause> slos)
{
    private readonly (SloClause Clause, Func<TaskMetrics, double?> Value)[] _bounds =
    [
        .. slos.Where(static clause => clause.BoundsValues && TaskValues.All.ContainsKey(clause.Metric.Name))
            .Select(static clause => (clause, TaskValues.All[clause.Metric.Name])),
    ];

    public long Count { get; private set; }

    public void Add(TaskRecord task, TaskMetrics metrics)
    {
        if (task.State is not (TaskState.Solved or TaskState.Answered))
        {
            return;
        }

        if (_bounds.All(bound => bound.Value(metrics) is { } number && bound.Clause.Allows(number)))
        {
            Count++;
        }
    }
}

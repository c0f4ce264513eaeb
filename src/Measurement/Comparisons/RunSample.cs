using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Comparisons;

/// <summary>The values of a run that comparisons use: tasks in the measured window, without aborted and baseline tasks.</summary>
internal sealed class RunSample
{
    private readonly Dictionary<(string Row, string Metric), List<(string Problem, long Task, double Value)>> _values = [];

    private RunSample(RunFacts facts) => Facts = facts;

    /// <summary>Key of the row that aggregates all strategies.</summary>
    public const string AllRows = "";

    /// <summary>Description of the run.</summary>
    public RunFacts Facts { get; }

    /// <summary>Keys (group, strategy and problem) of all rows except <see cref="AllRows"/>.</summary>
    public IReadOnlyCollection<string> Rows =>
        [.. _values.Keys.Select(key => key.Row).Where(row => row.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Collects the values of the given metrics.</summary>
    /// <param name="facts">The run.</param>
    /// <param name="tasks">The tasks of the run; enumerated once.</param>
    /// <param name="metrics">Metric names; see <see cref="SloMetric.All"/>.</param>
    public static RunSample Of(RunFacts facts, IEnumerable<TaskRecord> tasks, IReadOnlyCollection<string> metrics)
    {
        var sample = new RunSample(facts);
        foreach (var task in tasks.Where(task => task is { InWindow: true, IsBaseline: false } && task.State != TaskState.Aborted))
        {
            sample.Add(task, metrics);
        }

        return sample;
    }

    /// <summary>Returns the number of problems with a value of a metric in a row.</summary>
    public int ProblemsOf(string row, string metric) =>
        _values.TryGetValue((row, metric), out var values) ? values.Select(v => v.Problem).Distinct(StringComparer.Ordinal).Count() : 0;

    /// <summary>Returns the values of a metric in a row, clustered by problem or by task.</summary>
    public IReadOnlyList<ClusteredValue> Values(string row, string metric, bool byProblem) =>
        _values.TryGetValue((row, metric), out var values)
            ?
            [
                .. values.Select(v => new ClusteredValue(
                    byProblem ? $"{row}\n{v.Problem}" : v.Task.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    v.Value
                )),
            ]
            : [];

    private void Add(TaskRecord task, IReadOnlyCollection<string> metrics)
    {
        var row = $"{(task.Group == task.Strategy ? "" : $"{task.Group}: ")}{task.Strategy} · {task.Problem}";
        var measured = TaskMetrics.Of(task);
        foreach (var metric in metrics)
        {
            if (TaskValues.All.TryGetValue(metric, out var ofTask))
            {
                Add(row, metric, task, ofTask(measured));
            }
            else if (metric == "task.solved")
            {
                Add(
                    row,
                    metric,
                    task,
                    task.State is TaskState.Solved ? 1
                        : task.State is TaskState.Unsolved or TaskState.OutOfBudget ? 0
                        : null
                );
            }
            else if (metric == "task.errors")
            {
                Add(row, metric, task, task.State is TaskState.Failed or TaskState.Lost ? 1 : 0);
            }
            else if (CallValues.All.TryGetValue(metric, out var ofCall))
            {
                foreach (var step in task.Steps.Where(step => step.Call is not null))
                {
                    Add(row, metric, task, ofCall(step, CallTiming.Of(task, step, Facts.OpenLoop)));
                }
            }
        }
    }

    private void Add(string row, string metric, TaskRecord task, double? value)
    {
        if (value is not { } known || !double.IsFinite(known))
        {
            return;
        }

        foreach (var key in new[] { (row, metric), (AllRows, metric) })
        {
            if (!_values.TryGetValue(key, out var values))
            {
                _values[key] = values = [];
            }

            values.Add((task.ProblemId, task.Id, known));
        }
    }
}

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Comparisons;

/// <summary>The values of a run that comparisons need: of the tasks in the measured window that were not aborted, baseline excluded.</summary>
public sealed class RunSample
{
    private readonly Dictionary<(string Row, string Metric), List<(string Problem, long Task, double Value)>> _values = [];

    private RunSample(RunFacts facts) => Facts = facts;

    /// <summary>Name of the row that holds all strategies.</summary>
    public const string AllRows = "";

    /// <summary>What the run was.</summary>
    public RunFacts Facts { get; }

    /// <summary>Group, problem and strategy of every row, as they are compared.</summary>
    public IReadOnlyCollection<string> Rows =>
        [.. _values.Keys.Select(key => key.Row).Where(row => row.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Gathers the values of some metrics.</summary>
    /// <param name="facts">The run.</param>
    /// <param name="tasks">Its tasks, read once.</param>
    /// <param name="metrics">Names of <see cref="SloMetric.All"/>.</param>
    public static RunSample Of(RunFacts facts, IEnumerable<TaskRecord> tasks, IReadOnlyCollection<string> metrics)
    {
        var sample = new RunSample(facts);
        foreach (var task in tasks.Where(task => task is { InWindow: true, IsBaseline: false } && task.State != TaskState.Aborted))
        {
            sample.Add(task, metrics);
        }

        return sample;
    }

    /// <summary>The values of a metric in a row, to be drawn by problem or by task.</summary>
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

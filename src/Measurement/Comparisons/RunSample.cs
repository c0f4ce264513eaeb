using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Comparisons;

/// <summary>
/// The values of a run that comparisons use, without baseline tasks: tasks that began in the measured window and calls that ended in it.
/// The cost of a task that was cut off is unknown, so it has no value; it counts as not solved.
/// </summary>
internal sealed class RunSample
{
    private readonly Dictionary<(string Row, string Metric), List<(string Problem, long Task, double Value)>> _values = [];

    private readonly MeasuredWindow _window;

    private RunSample(RunFacts facts) => (Facts, _window) = (facts, MeasuredWindow.Of(facts));

    /// <summary>Key of the row that aggregates all strategies.</summary>
    public const string AllRows = "";

    /// <summary>Description of the run.</summary>
    public RunFacts Facts { get; }

    /// <summary>Number of tasks that began in the window and were cut off by the end of the run.</summary>
    public long CutOffTasks { get; private set; }

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
        foreach (var task in tasks.Where(task => !task.IsBaseline))
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
        if (_window.Began(task) && task.State == TaskState.Aborted)
        {
            CutOffTasks++;
        }

        var measured = TaskMetrics.Of(task);
        foreach (var metric in metrics)
        {
            if (CallValues.All.TryGetValue(metric, out var ofCall))
            {
                foreach (var step in task.Steps.Where(step => step.Call is not null && _window.Ended(step)))
                {
                    Add(row, metric, task, ofCall(step, CallTiming.Of(task, step, Facts.OpenLoop)));
                }
            }
            else if (_window.Began(task))
            {
                Add(row, metric, task, TaskValues.Of(metric, task, measured));
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

using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Finds the baseline tasks for a row and compares the row with them.</summary>
internal sealed class BaselineIndex(IEnumerable<Row> baselines)
{
    private readonly Row[] _baselines = [.. baselines];

    /// <summary>Returns the cost of the row relative to its baseline; null if no problem has both.</summary>
    public Amplification? Compare(Row row, long seed)
    {
        var direct = ByProblem(BaselinesFor(row).SelectMany(static baseline => baseline.Comparable));
        var pairs = new List<(TaskMetrics[] Tasks, TaskMetrics[] Baseline)>();
        foreach (var (problem, tasks) in ByProblem(row.Comparable))
        {
            if (direct.TryGetValue(problem, out var baseline))
            {
                pairs.Add((tasks, baseline));
            }
        }

        RatioInterval? Ratio(Func<TaskMetrics, double?> metric) => Bootstrap.RatioOfMeans(Means(pairs, metric), unchecked((int)seed));
        return pairs.Count == 0
            ? null
            : new Amplification(
                pairs.Count,
                Ratio(static task => task.Calls),
                Ratio(static task => task.PromptTokens),
                Ratio(static task => task.CompletionTokens),
                Ratio(static task => task.TotalTokens),
                Ratio(static task => task.ServerSeconds),
                Ratio(static task => task.LatencySeconds)
            );
    }

    /// <summary>
    /// Returns the baselines of the same group; if there are none, the baselines of other groups that used a subset of the row's endpoints
    /// and models.
    /// </summary>
    private IEnumerable<Row> BaselinesFor(Row row)
    {
        var sameGroup = _baselines.Where(baseline => baseline.Group == row.Group).ToArray();
        return sameGroup.Length > 0 ? sameGroup : _baselines.Where(baseline => baseline.Targets.IsSubsetOf(row.Targets));
    }

    private static Dictionary<string, TaskMetrics[]> ByProblem(IEnumerable<TaskSample> tasks) =>
        tasks
            .GroupBy(static task => task.ProblemId)
            .ToDictionary(static problem => problem.Key, static problem => problem.Select(static task => task.Metrics).ToArray());

    private static List<(double Numerator, double Denominator)> Means(
        IEnumerable<(TaskMetrics[] Tasks, TaskMetrics[] Baseline)> pairs,
        Func<TaskMetrics, double?> metric
    )
    {
        var means = new List<(double Numerator, double Denominator)>();
        foreach (var (tasks, baseline) in pairs)
        {
            if (tasks.Average(metric) is { } cost && baseline.Average(metric) is { } direct)
            {
                means.Add((cost, direct));
            }
        }

        return means;
    }
}

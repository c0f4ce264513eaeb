using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Accumulates the tasks of one group, problem and strategy. Tasks that were cut off (aborted) count as not solved and as slower than every
/// other task. They are excluded from all other values because their full cost is unknown.
/// </summary>
internal sealed class Row(TaskRecord first)
{
    private readonly EnumCounts<TaskState> _states = new();
    private readonly List<TaskSample> _tasks = [];
    private readonly TotalsSum _totals = new();
    private readonly SortedDictionary<TaskBudgetKind, long> _budgets = [];
    private readonly List<(string Problem, bool IsSolved)> _verdicts = [];
    private readonly List<(string Problem, double Score)> _scores = [];
    private readonly List<double> _adjustedLatency = [];
    private readonly List<double> _adjustedEffectiveLatency = [];

    public string Group { get; } = first.Group;

    public bool IsBaseline { get; } = first.IsBaseline;

    public string Problem { get; } = first.Problem;

    public string Strategy { get; } = first.Strategy;

    /// <summary>Endpoints and models called by the tasks.</summary>
    public HashSet<(string Endpoint, string Model)> Targets { get; } = [];

    /// <summary>Tasks that completed, that is, did not fail and were not lost.</summary>
    public IEnumerable<TaskSample> Comparable => _tasks.Where(static task => task.State is not (TaskState.Failed or TaskState.Lost));

    public void Add(TaskRecord task, TaskMetrics metrics)
    {
        _states.Add(task.State);
        if (task.BudgetReached is { } budget)
        {
            _budgets[budget] = _budgets.GetValueOrDefault(budget) + 1;
        }

        if (task.Solved is { } solved)
        {
            _verdicts.Add((task.ProblemId, solved));
        }

        var isUnbounded = task.State is TaskState.Failed or TaskState.Lost or TaskState.Aborted;
        _adjustedLatency.Add(isUnbounded ? double.PositiveInfinity : metrics.LatencySeconds);
        _adjustedEffectiveLatency.Add(isUnbounded ? double.PositiveInfinity : metrics.EffectiveLatencySeconds);
        if (TaskValues.Of("task.score", task, metrics) is { } score)
        {
            _scores.Add((task.ProblemId, score));
        }

        if (task.State == TaskState.Aborted)
        {
            return;
        }

        _totals.Add(metrics);
        _tasks.Add(new TaskSample(task.ProblemId, task.State, metrics));
        foreach (var step in task.Steps)
        {
            if (step.Call is { } call)
            {
                Targets.Add((call.Endpoint, call.Model));
            }
        }
    }

    public StrategyRow ToRow(Amplification? amplification)
    {
        return new StrategyRow
        {
            Group = Group,
            Problem = Problem,
            Strategy = Strategy,
            IsBaseline = IsBaseline,
            Tasks = _states.Total,
            ByState = _states.ToDictionary(),
            Solved = WilsonInterval.Of(_verdicts),
            Score = MeanInterval.Of(_scores),
            Calls = Of(static task => task.Calls),
            ToolCalls = Of(static task => task.ToolCalls),
            Depth = Of(static task => task.Depth),
            PeakCalls = Of(static task => task.PeakCalls),
            Parallelism = Of(static task => task.Parallelism),
            PromptTokens = Of(static task => task.PromptTokens),
            CompletionTokens = Of(static task => task.CompletionTokens),
            TotalTokens = Of(static task => task.TotalTokens),
            Cost = _tasks.Any(static task => task.Metrics.Cost is not null) ? Of(static task => task.Calls == 0 ? 0 : task.Cost) : null,
            BudgetsReached = _budgets.ToDictionary(),
            ResentShare = Share(static task => task.ResentTokens, static task => task.PromptTokens),
            WastedShare = Share(static task => task.WastedTokens, static task => task.TotalTokens),
            LatencySeconds = Of(static task => task.LatencySeconds),
            EffectiveLatencySeconds = Of(static task => task.EffectiveLatencySeconds),
            AdjustedLatencySeconds = AdjustedPercentiles.Of(_adjustedLatency),
            AdjustedEffectiveLatencySeconds = AdjustedPercentiles.Of(_adjustedEffectiveLatency),
            CriticalPathSeconds = Of(static task => task.CriticalPathSeconds),
            CriticalPathMean = MeanCriticalPath(),
            Retries = _totals.ToTotals().Retries,
            RetryTokens = Sum(static task => task.RetryTokens),
            ParseFailures = _tasks.Sum(static task => (long)task.Metrics.ParseFailures),
            Amplification = amplification,
        };
    }

    private IEnumerable<double> Values(Func<TaskMetrics, double?> metric) => _tasks.Select(task => metric(task.Metrics)).OfType<double>();

    private Distribution? Of(Func<TaskMetrics, double?> metric) => Distribution.Of([.. Values(metric)]);

    private CriticalPathSplit? MeanCriticalPath() =>
        _tasks.Count == 0
            ? null
            : _tasks.Aggregate(CriticalPathSplit.Zero, static (sum, task) => sum + task.Metrics.CriticalPath) * (1.0 / _tasks.Count);

    private long? Sum(Func<TaskMetrics, long?> metric)
    {
        var known = _tasks.Select(task => metric(task.Metrics)).OfType<long>().ToArray();
        return known.Length == 0 ? null : known.Sum();
    }

    private double? Share(Func<TaskMetrics, long?> part, Func<TaskMetrics, long?> whole)
    {
        long parts = 0,
            wholes = 0;
        foreach (var task in _tasks)
        {
            if (part(task.Metrics) is { } share && whole(task.Metrics) is { } all)
            {
                (parts, wholes) = (parts + share, wholes + all);
            }
        }

        return wholes > 0 ? (double)parts / wholes : null;
    }
}

/// <summary>The data kept for a task.</summary>
internal sealed record TaskSample(string ProblemId, TaskState State, TaskMetrics Metrics);

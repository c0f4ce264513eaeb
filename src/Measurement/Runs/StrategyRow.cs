using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Costs and results of the tasks of one group, problem and strategy that began in the measured window. Distributions are over the tasks
/// that ended: tasks that were cut off by the end of the run (aborted) are excluded because their full cost is unknown. They count in
/// <see cref="Tasks"/>, as not solved in <see cref="Solved"/> and <see cref="Score"/>, and as slower than every other task in
/// <see cref="AdjustedLatencySeconds"/>.
/// </summary>
internal sealed record StrategyRow
{
    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>Problem kind.</summary>
    public required string Problem { get; init; }

    /// <summary>Name of the strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>True for direct calls that serve as baseline.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Number of tasks, including those that were cut off.</summary>
    public required long Tasks { get; init; }

    /// <summary>Tasks by state; contains every state, including those with count 0.</summary>
    public required IReadOnlyDictionary<TaskState, long> ByState { get; init; }

    /// <summary>
    /// Solved / (solved + unsolved + out of budget + cut off): a task that exhausted its budget or was cut off counts as not solved. Failed
    /// and lost tasks are excluded because they provide no information about the strategy. Null if the problem has no verifier or if every
    /// task failed or was lost.
    /// </summary>
    public WilsonInterval? Solved { get; init; }

    /// <summary>Mean score of the tasks counted by <see cref="Solved"/> (<c>task.score</c>); null if there are none.</summary>
    public MeanInterval? Score { get; init; }

    /// <summary>Calls per task.</summary>
    public Distribution? Calls { get; init; }

    /// <summary>Tool calls per task.</summary>
    public Distribution? ToolCalls { get; init; }

    /// <summary>Length of the longest path in steps.</summary>
    public Distribution? Depth { get; init; }

    /// <summary>Maximum number of concurrent calls per task.</summary>
    public Distribution? PeakCalls { get; init; }

    /// <summary>Sum of step durations / length of the critical path.</summary>
    public Distribution? Parallelism { get; init; }

    /// <summary>Prompt tokens per task, over the tasks that report them.</summary>
    public Distribution? PromptTokens { get; init; }

    /// <summary>Completion tokens per task, over the tasks that report them.</summary>
    public Distribution? CompletionTokens { get; init; }

    /// <summary>Prompt and completion tokens per task, over the tasks that report them.</summary>
    public Distribution? TotalTokens { get; init; }

    /// <summary>Cost per task, over the tasks that have a price (<c>task.cost</c>).</summary>
    public Distribution? Cost { get; init; }

    /// <summary>Number of tasks ended by each budget; contains only budgets that ended at least one task.</summary>
    public IReadOnlyDictionary<TaskBudgetKind, long> BudgetsReached { get; init; } = new Dictionary<TaskBudgetKind, long>();

    /// <summary>Re-sent prompt tokens / prompt tokens, over the tasks that report both.</summary>
    public double? ResentShare { get; init; }

    /// <summary>Wasted tokens / total tokens.</summary>
    public double? WastedShare { get; init; }

    /// <summary>Time from start to end.</summary>
    public Distribution? LatencySeconds { get; init; }

    /// <summary>Time from intended start to end.</summary>
    public Distribution? EffectiveLatencySeconds { get; init; }

    /// <summary>
    /// Percentiles of <c>task.latency</c> in which failed, lost and cut-off tasks are slower than every other task; null if there are none.
    /// </summary>
    public AdjustedPercentiles? AdjustedLatencySeconds { get; init; }

    /// <summary>The same for <c>task.effective_latency</c>.</summary>
    public AdjustedPercentiles? AdjustedEffectiveLatencySeconds { get; init; }

    /// <summary>Length of the critical path.</summary>
    public Distribution? CriticalPathSeconds { get; init; }

    /// <summary>Mean critical path by component; the components add up to the mean length.</summary>
    public CriticalPathSplit? CriticalPathMean { get; init; }

    /// <summary>Number of calls that retry a failed call.</summary>
    public required long Retries { get; init; }

    /// <summary>Tokens of the retries; null if unknown.</summary>
    public long? RetryTokens { get; init; }

    /// <summary>Number of replies that the strategy could not parse.</summary>
    public required long ParseFailures { get; init; }

    /// <summary>Cost relative to one direct call on the same problems; null for baselines and if no problem has a baseline.</summary>
    public Amplification? Amplification { get; init; }
}

/// <summary>
/// Mean of a metric of the strategy / mean of the metric of the baseline, over the problems that both worked on, with equal weight per
/// problem. Failed, lost and aborted tasks are excluded. A metric is null if no pair reports it or if the mean of the baseline is 0.
/// </summary>
/// <param name="Problems">Number of problems with both strategy and baseline tasks.</param>
/// <param name="Calls">Ratio of calls.</param>
/// <param name="PromptTokens">Ratio of prompt tokens.</param>
/// <param name="CompletionTokens">Ratio of completion tokens.</param>
/// <param name="TotalTokens">Ratio of prompt and completion tokens.</param>
/// <param name="ServerSeconds">Ratio of server-reported prefill and decode time.</param>
/// <param name="Latency">Ratio of task latency.</param>
internal sealed record Amplification(
    int Problems,
    RatioInterval? Calls,
    RatioInterval? PromptTokens,
    RatioInterval? CompletionTokens,
    RatioInterval? TotalTokens,
    RatioInterval? ServerSeconds,
    RatioInterval? Latency
);

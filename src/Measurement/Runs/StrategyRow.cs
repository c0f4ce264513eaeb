using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Statistics;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>One group, problem and strategy: what its tasks in the measured window cost. Distributions are over tasks; aborted ones, whose cost was cut off, are in no figure but the counts.</summary>
public sealed record StrategyRow
{
    /// <summary>Agent group of the workload.</summary>
    public required string Group { get; init; }

    /// <summary>Kind of problem.</summary>
    public required string Problem { get; init; }

    /// <summary>Strategy.</summary>
    public required string Strategy { get; init; }

    /// <summary>True for the direct calls made to compare with.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>Tasks, aborted ones included.</summary>
    public required long Tasks { get; init; }

    /// <summary>A count for every state, 0 included.</summary>
    public required IReadOnlyDictionary<TaskState, long> ByState { get; init; }

    /// <summary>
    /// Solved / (solved + unsolved + out of budget): a task that spent its budget did not solve its problem. Null where no task has
    /// a verdict. Failed, lost and aborted tasks say nothing about the strategy and are left out.
    /// </summary>
    public WilsonInterval? Solved { get; init; }

    /// <summary>Mean score of the tasks that <see cref="Solved"/> counts (<c>task.score</c>); null where no task has a verdict.</summary>
    public MeanInterval? Score { get; init; }

    /// <summary>Calls per task.</summary>
    public Distribution? Calls { get; init; }

    /// <summary>Tool calls per task.</summary>
    public Distribution? ToolCalls { get; init; }

    /// <summary>Longest path in steps.</summary>
    public Distribution? Depth { get; init; }

    /// <summary>Most calls in flight at once.</summary>
    public Distribution? PeakCalls { get; init; }

    /// <summary>Σ step durations / critical path.</summary>
    public Distribution? Parallelism { get; init; }

    /// <summary>Prompt tokens per task that reports them.</summary>
    public Distribution? PromptTokens { get; init; }

    /// <summary>Completion tokens per task that reports them.</summary>
    public Distribution? CompletionTokens { get; init; }

    /// <summary>Prompt and completion tokens per task that reports them.</summary>
    public Distribution? TotalTokens { get; init; }

    /// <summary>Money per task that has a price (<c>task.cost</c>).</summary>
    public Distribution? Cost { get; init; }

    /// <summary>Tasks that a budget ended, by that budget; only those that ended some.</summary>
    public IReadOnlyDictionary<TaskBudgetKind, long> BudgetsReached { get; init; } = new Dictionary<TaskBudgetKind, long>();

    /// <summary>Re-sent prompt tokens / prompt tokens, over the tasks that report both.</summary>
    public double? ResentShare { get; init; }

    /// <summary>Wasted tokens / total tokens.</summary>
    public double? WastedShare { get; init; }

    /// <summary>Start to end.</summary>
    public Distribution? LatencySeconds { get; init; }

    /// <summary>Intended start to end.</summary>
    public Distribution? EffectiveLatencySeconds { get; init; }

    /// <summary>Longest time-weighted path.</summary>
    public Distribution? CriticalPathSeconds { get; init; }

    /// <summary>Where the mean critical path went; its parts add up to the mean.</summary>
    public CriticalPathSplit? CriticalPathMean { get; init; }

    /// <summary>Calls that repeat a failed one.</summary>
    public required long Retries { get; init; }

    /// <summary>Tokens of these; null where unknown.</summary>
    public long? RetryTokens { get; init; }

    /// <summary>Replies that held nothing the strategy could parse.</summary>
    public required long ParseFailures { get; init; }

    /// <summary>Cost against one direct call on the same problems; null for baselines and where no problem was done both ways.</summary>
    public Amplification? Amplification { get; init; }
}

/// <summary>
/// Mean of a strategy's metric / mean of the baseline's over the problems that both worked on, each problem weighing the same. Tasks
/// that failed, were lost or were aborted are not compared. A metric is null where no pair reports it, or where the baseline's mean is 0.
/// </summary>
/// <param name="Problems">Problems done both ways.</param>
/// <param name="Calls">Calls.</param>
/// <param name="PromptTokens">Prompt tokens.</param>
/// <param name="CompletionTokens">Completion tokens.</param>
/// <param name="TotalTokens">Prompt and completion tokens.</param>
/// <param name="ServerSeconds">Prefill and decode, as the servers report them.</param>
/// <param name="Latency">Task latency.</param>
public sealed record Amplification(
    int Problems,
    RatioInterval? Calls,
    RatioInterval? PromptTokens,
    RatioInterval? CompletionTokens,
    RatioInterval? TotalTokens,
    RatioInterval? ServerSeconds,
    RatioInterval? Latency
);

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Metrics of a task by name.</summary>
internal static class TaskValues
{
    /// <summary>Returns a metric of a task that ended; null if the task does not have the value.</summary>
    public static IReadOnlyDictionary<string, Func<TaskMetrics, double?>> All { get; } =
        new Dictionary<string, Func<TaskMetrics, double?>>
        {
            ["task.latency"] = static task => task.LatencySeconds,
            ["task.effective_latency"] = static task => task.EffectiveLatencySeconds,
            ["task.critical_path"] = static task => task.CriticalPathSeconds,
            ["task.calls"] = static task => task.Calls,
            ["task.tool_calls"] = static task => task.ToolCalls,
            ["task.depth"] = static task => task.Depth,
            ["task.peak_calls"] = static task => task.PeakCalls,
            ["task.parallelism"] = static task => task.Parallelism,
            ["task.prompt_tokens"] = static task => task.PromptTokens,
            ["task.completion_tokens"] = static task => task.CompletionTokens,
            ["task.total_tokens"] = static task => task.TotalTokens,
            ["task.resent_tokens"] = static task => task.ResentTokens,
            ["task.distinct_prompt_tokens"] = static task => task.DistinctPromptTokens,
            ["task.wasted_tokens"] = static task => task.WastedTokens,
            ["task.cost"] = static task => task.Cost,
            ["task.score"] = static task => task.Score,
            ["task.retries"] = static task => task.Retries,
        };

    /// <summary>
    /// Returns what a metric of a cut-off task had reached, which can only grow; null for other tasks and for metrics that may shrink.
    /// </summary>
    public static double? ReachedWhenCutOff(string metric, TaskRecord task, TaskMetrics metrics) =>
        task.State == TaskState.Aborted && Of(metric, task, metrics) is double.PositiveInfinity ? All[metric](metrics) : null;

    /// <summary>
    /// Returns a metric of a task, also of one that was cut off by the end of the run; null if the task does not have the value. A task
    /// that was cut off is not solved, has score 0, and its duration and cost exceed every bound (positive infinity).
    /// </summary>
    public static double? Of(string metric, TaskRecord task, TaskMetrics metrics)
    {
        var isCutOff = task.State == TaskState.Aborted;
        return metric switch
        {
            "task.solved" => task.Solved is { } solved
                ? solved
                    ? 1
                    : 0
                : null,
            "task.errors" => isCutOff ? null
            : task.State is TaskState.Failed or TaskState.Lost ? 1
            : 0,
            "task.score" when isCutOff => task.HasVerifier ? 0 : null,
            "task.parallelism" when isCutOff => null,
            _ => All[metric](metrics) is { } value
                ? isCutOff
                    ? double.PositiveInfinity
                    : value
                : null,
        };
    }
}

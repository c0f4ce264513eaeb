using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Runs;

/// <summary>Metrics of a task by name; null if the task does not have the value.</summary>
internal static class TaskValues
{
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
}

using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>
/// Metrics of one task. Token counts are sums over the calls that report them and are null if no call does. Durations are seconds.
/// </summary>
internal sealed record TaskMetrics
{
    /// <summary>End − start (<c>task.latency</c>).</summary>
    public required double LatencySeconds { get; init; }

    /// <summary>End − intended start (<c>task.effective_latency</c>).</summary>
    public required double EffectiveLatencySeconds { get; init; }

    /// <summary>Calls to model servers, retries included.</summary>
    public required int Calls { get; init; }

    /// <summary>Number of tool executions.</summary>
    public required int ToolCalls { get; init; }

    /// <summary>Length of the longest path in steps.</summary>
    public required int Depth { get; init; }

    /// <summary>Maximum number of concurrent calls (sent and not ended).</summary>
    public required int PeakCalls { get; init; }

    /// <summary>Prompt tokens, including cached tokens.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from prefix caches.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Completion tokens, including reasoning tokens.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens, included in the completion tokens.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Prompt and completion tokens.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Prompt tokens already sent earlier in the same task.</summary>
    public long? ResentTokens { get; init; }

    /// <summary>
    /// Prompt tokens without calls that repeat a complete earlier prompt of the same task. This is the number counted by an API that
    /// returns several samples per request, or by a client that caches replies.
    /// </summary>
    public long? DistinctPromptTokens { get; init; }

    /// <summary>Score of the answer from 0 to 1; null if the problem has no verifier or the task did not complete.</summary>
    public double? Score { get; init; }

    /// <summary>Tokens of calls that are on no path to the answer; all tokens if the task has no answer.</summary>
    public long? WastedTokens { get; init; }

    /// <summary>Prefill and decode time reported by the servers, seconds.</summary>
    public double? ServerSeconds { get; init; }

    /// <summary>Cost of the calls according to the prices of the workload (<c>task.cost</c>); null if there are no prices.</summary>
    public double? Cost { get; init; }

    /// <summary>Critical path by component (see <see cref="TaskGraph"/> for the definition).</summary>
    public required CriticalPathSplit CriticalPath { get; init; }

    /// <summary>Length of the critical path, seconds.</summary>
    public double CriticalPathSeconds => CriticalPath.TotalSeconds;

    /// <summary>
    /// Sum of (end − asked) over all steps / length of the critical path; 0 if the path has no length. Below 1 if the agent spends time
    /// between steps.
    /// </summary>
    public required double Parallelism { get; init; }

    /// <summary>Number of calls that retry a failed call.</summary>
    public required int Retries { get; init; }

    /// <summary>Prompt and completion tokens of the retries.</summary>
    public long? RetryTokens { get; init; }

    /// <summary>Number of replies that the strategy could not parse.</summary>
    public required int ParseFailures { get; init; }

    /// <summary>Computes the metrics of a task record in O(steps · log steps + edges).</summary>
    public static TaskMetrics Of(TaskRecord task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var tokens = TaskTokens.Of(task);
        var graph = new TaskGraph(task.Steps);
        var path = graph.CriticalPath();
        var split = TaskGraph.Split(path);
        var length = split.TotalSeconds;
        return new TaskMetrics
        {
            LatencySeconds = task.End - task.Start,
            EffectiveLatencySeconds = task.End - task.IntendedStart,
            Calls = tokens.Calls,
            ToolCalls = task.Steps.Count - tokens.Calls,
            Depth = graph.Depth(),
            PeakCalls = CallsInFlight.Peak(task.Steps),
            PromptTokens = tokens.Prompt,
            CachedTokens = tokens.Cached,
            CompletionTokens = tokens.Completion,
            ReasoningTokens = tokens.Reasoning,
            TotalTokens = tokens.Total,
            ResentTokens = tokens.Resent,
            DistinctPromptTokens = tokens.Distinct,
            Score = task.Score,
            WastedTokens = tokens.Wasted,
            ServerSeconds = tokens.ServerSeconds,
            Cost = tokens.Cost,
            CriticalPath = split,
            Parallelism = length > 0 ? graph.TotalStepSeconds() / length : 0,
            Retries = tokens.Retries,
            RetryTokens = tokens.Retry,
            ParseFailures = task.ParseFailures,
        };
    }
}

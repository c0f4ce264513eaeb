using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Tasks;

/// <summary>
/// What one task cost. Token sums add what its calls report and are null where none of them reports; durations are seconds.
/// </summary>
public sealed record TaskMetrics
{
    /// <summary>End − start (<c>task.latency</c>).</summary>
    public required double LatencySeconds { get; init; }

    /// <summary>End − intended start (<c>task.effective_latency</c>).</summary>
    public required double EffectiveLatencySeconds { get; init; }

    /// <summary>Calls to model servers, retries included.</summary>
    public required int Calls { get; init; }

    /// <summary>Executions of tools.</summary>
    public required int ToolCalls { get; init; }

    /// <summary>Longest path in steps.</summary>
    public required int Depth { get; init; }

    /// <summary>Most calls in flight (sent, not ended) at once.</summary>
    public required int PeakCalls { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens that servers took from their prefix caches.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Tokens produced, reasoning included.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens among them.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Prompt and completion tokens.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Prompt tokens already sent earlier in the same task.</summary>
    public long? ResentTokens { get; init; }

    /// <summary>
    /// Prompt tokens of the calls whose prompt was not sent whole before in the same task: what an API counts that takes several samples
    /// of a prompt in one request, and what a client counts that keeps the answers to a prompt.
    /// </summary>
    public long? DistinctPromptTokens { get; init; }

    /// <summary>How right the answer is, from 0 to 1; null where the problem has no verifier or the task did not run its course.</summary>
    public double? Score { get; init; }

    /// <summary>Tokens of calls that no path to the answer used; all of them where the task has no answer.</summary>
    public long? WastedTokens { get; init; }

    /// <summary>Seconds of prefill and decode that servers reported for the task's calls.</summary>
    public double? ServerSeconds { get; init; }

    /// <summary>Money that its calls cost (<c>task.cost</c>), by the workload's prices; null where there are none.</summary>
    public double? Cost { get; init; }

    /// <summary>The longest time-weighted path, part by part (see <see cref="TaskGraph"/> for the definition).</summary>
    public required CriticalPathSplit CriticalPath { get; init; }

    /// <summary>Length of the critical path.</summary>
    public double CriticalPathSeconds => CriticalPath.TotalSeconds;

    /// <summary>Σ (end − asked) over all steps / critical path; 0 where the path has no length. Below 1 where the agent itself took time between steps.</summary>
    public required double Parallelism { get; init; }

    /// <summary>Calls that repeat a failed one.</summary>
    public required int Retries { get; init; }

    /// <summary>Prompt and completion tokens of the retries.</summary>
    public long? RetryTokens { get; init; }

    /// <summary>Replies that held nothing the strategy could parse.</summary>
    public required int ParseFailures { get; init; }

    /// <summary>Computes everything from the record, in O(steps · log steps + edges).</summary>
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

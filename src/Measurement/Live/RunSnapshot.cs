using AgentLoad.Measurement.Records;

namespace AgentLoad.Measurement.Live;

/// <summary>
/// The state of a run at one instant, for the live view. Counts are since the start of the run. Rates cover the interval since the previous
/// snapshot and are null if the interval has no length.
/// </summary>
internal sealed record RunSnapshot
{
    /// <summary>Seconds since the start of the run.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Tasks planned; null if the run is limited by duration.</summary>
    public long? PlannedTasks { get; init; }

    /// <summary>Tasks started.</summary>
    public required long StartedTasks { get; init; }

    /// <summary>Baseline tasks among the started tasks.</summary>
    public long StartedBaselines { get; init; }

    /// <summary>Scheduled tasks that have not started yet; null in a closed loop.</summary>
    public long? LateTasks => RequestedTasks is { } requested ? Math.Max(0, requested - (StartedTasks - StartedBaselines)) : null;

    /// <summary>Tasks ended.</summary>
    public required long EndedTasks { get; init; }

    /// <summary>Ended tasks by state; contains every state, including those with count 0.</summary>
    public required IReadOnlyDictionary<TaskState, long> ByState { get; init; }

    /// <summary>Agents with a task in progress.</summary>
    public required long ActiveAgents { get; init; }

    /// <summary>Agents that currently wait for a model.</summary>
    public long AgentsInCalls { get; init; }

    /// <summary>Agents that currently wait for a tool and not for a model.</summary>
    public long AgentsInTools { get; init; }

    /// <summary>Tasks scheduled to start by now in an open loop; null in a closed loop.</summary>
    public long? RequestedTasks { get; init; }

    /// <summary>Tasks/s scheduled to start in the interval; null in a closed loop.</summary>
    public double? RequestedPerSecond { get; init; }

    /// <summary>Tasks/s started in the interval, without baseline tasks.</summary>
    public double? StartedPerSecond { get; init; }

    /// <summary>Calls in flight.</summary>
    public required long CallsInFlight { get; init; }

    /// <summary>Calls ended.</summary>
    public required long EndedCalls { get; init; }

    /// <summary>Ended calls by outcome; contains every outcome, including those with count 0.</summary>
    public required IReadOnlyDictionary<CallOutcome, long> ByOutcome { get; init; }

    /// <summary>Prompt tokens of ended calls, as reported.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>Completion tokens of ended calls, as reported.</summary>
    public required long CompletionTokens { get; init; }

    /// <summary>Prompt tokens/s of the interval.</summary>
    public double? PromptTokensPerSecond { get; init; }

    /// <summary>Completion tokens/s of the interval.</summary>
    public double? CompletionTokensPerSecond { get; init; }

    /// <summary>Calls/s of the interval.</summary>
    public double? CallsPerSecond { get; init; }

    /// <summary>Tasks/h since the start of the run.</summary>
    public double? TasksPerHour { get; init; }

    /// <summary>Median TTFT of the calls that ended in the interval; null if there is none.</summary>
    public double? IntervalTtftP50Seconds { get; init; }

    /// <summary>95th percentile TTFT of the calls that ended in the interval.</summary>
    public double? IntervalTtftP95Seconds { get; init; }

    /// <summary>Median TTFT of the run.</summary>
    public double? TtftP50Seconds { get; init; }

    /// <summary>95th percentile TTFT of the run.</summary>
    public double? TtftP95Seconds { get; init; }

    /// <summary>Median latency of the calls that ended in the interval and did not fail.</summary>
    public double? IntervalLatencyP50Seconds { get; init; }

    /// <summary>95th percentile latency of the calls that ended in the interval and did not fail.</summary>
    public double? IntervalLatencyP95Seconds { get; init; }

    /// <summary>Median latency of the run.</summary>
    public double? LatencyP50Seconds { get; init; }

    /// <summary>95th percentile latency of the run.</summary>
    public double? LatencyP95Seconds { get; init; }

    /// <summary>
    /// Median latency of the tasks that ended in the 10 s before the snapshot, without baseline tasks; null if there is none, and in runs
    /// of older versions.
    /// </summary>
    public double? RecentTaskLatencyP50Seconds { get; init; }

    /// <summary>95th percentile latency of these tasks.</summary>
    public double? RecentTaskLatencyP95Seconds { get; init; }

    /// <summary>Requests that wait on all scraped servers; null if no server reports them.</summary>
    public double? ServerWaiting { get; init; }

    /// <summary>Highest KV cache usage of the scraped servers, 0 to 1; null if no server reports it.</summary>
    public double? ServerKvCacheUsage { get; init; }

    /// <summary>Failed calls of all failure outcomes.</summary>
    public long FailedCalls => ByOutcome.Where(static pair => pair.Key.IsFailure()).Sum(static pair => pair.Value);
}

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Throughput over the measured window, without baseline tasks: tasks and calls that ended in it. All values are null if the window has no
/// length.
/// </summary>
/// <param name="TasksPerHour">Tasks that ended per hour, in all states except aborted.</param>
/// <param name="CallsPerSecond">Calls per second.</param>
/// <param name="PromptTokensPerSecond">Prompt tokens per second, including cached tokens.</param>
/// <param name="CachedTokensPerSecond">Cached prompt tokens per second; null if no server reports them.</param>
/// <param name="CompletionTokensPerSecond">Completion tokens per second.</param>
/// <param name="TokensPerDay">Prompt and completion tokens per day at this rate; null if no call of the window succeeded.</param>
internal sealed record Throughput(
    double? TasksPerHour,
    double? CallsPerSecond,
    double? PromptTokensPerSecond,
    double? CachedTokensPerSecond,
    double? CompletionTokensPerSecond,
    double? TokensPerDay
);

/// <summary>
/// Tasks and calls that ended successfully and met every applicable SLO clause: <c>task.*</c> clauses for tasks and <c>call.*</c> clauses
/// for calls, if they bound a value (percentile, max, mean; not rate and count). A task is successful if it is solved or answered, a call
/// if its outcome is good. A missing value does not meet a clause. Tasks and calls are those that ended in the measured window.
/// </summary>
/// <param name="Tasks">Number of good tasks.</param>
/// <param name="Calls">Number of good calls.</param>
/// <param name="TasksPerHour">Good tasks per hour; null if the window has no length.</param>
/// <param name="CallsPerSecond">Good calls per second; null if the window has no length.</param>
internal sealed record Goodput(long Tasks, long Calls, double? TasksPerHour, double? CallsPerSecond);

/// <summary>Totals over tasks. Token counts are null if no call reports them.</summary>
internal sealed record LoadTotals
{
    /// <summary>Number of tasks.</summary>
    public long Tasks { get; init; }

    /// <summary>Number of calls.</summary>
    public long Calls { get; init; }

    /// <summary>Number of tool calls.</summary>
    public long ToolCalls { get; init; }

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

    /// <summary>Tokens of calls that are on no path to an answer.</summary>
    public long? WastedTokens { get; init; }

    /// <summary>Number of calls that retry a failed call.</summary>
    public long Retries { get; init; }

    /// <summary>Prefill and decode time reported by servers, seconds.</summary>
    public double? ServerSeconds { get; init; }
}

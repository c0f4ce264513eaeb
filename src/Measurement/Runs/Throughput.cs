namespace AgentLoad.Measurement.Runs;

/// <summary>Work per time: tasks that ended in the measured window and their calls, over its length. All null where the window has no length.</summary>
/// <param name="TasksPerHour">Tasks ended, whatever their state, unless the end of the run aborted them.</param>
/// <param name="CallsPerSecond">Calls.</param>
/// <param name="PromptTokensPerSecond">Prompt tokens, cached ones included.</param>
/// <param name="CachedTokensPerSecond">Prompt tokens from prefix caches; null where no server reports them.</param>
/// <param name="CompletionTokensPerSecond">Tokens produced.</param>
/// <param name="TokensPerDay">Prompt and completion tokens, in a day at this rate.</param>
public sealed record Throughput(
    double? TasksPerHour,
    double? CallsPerSecond,
    double? PromptTokensPerSecond,
    double? CachedTokensPerSecond,
    double? CompletionTokensPerSecond,
    double? TokensPerDay
);

/// <summary>
/// Work that ended well and met every SLO clause that applies to it: to a task the <c>task.*</c> clauses and to a call the
/// <c>call.*</c> clauses that bound a value (percentile, max, mean; rates and counts are about many). A task ended well where it is
/// solved or answered, a call where its outcome is good. A value that is missing does not meet a clause.
/// </summary>
/// <param name="Tasks">Good tasks.</param>
/// <param name="Calls">Good calls.</param>
/// <param name="TasksPerHour">Good tasks over the window; null where it has no length.</param>
/// <param name="CallsPerSecond">Good calls over the window; null where it has no length.</param>
public sealed record Goodput(long Tasks, long Calls, double? TasksPerHour, double? CallsPerSecond);

/// <summary>Sums over tasks. Tokens are null where no call reports them.</summary>
public sealed record LoadTotals
{
    /// <summary>Tasks.</summary>
    public long Tasks { get; init; }

    /// <summary>Calls.</summary>
    public long Calls { get; init; }

    /// <summary>Tool calls.</summary>
    public long ToolCalls { get; init; }

    /// <summary>Prompt tokens, cached ones included.</summary>
    public long? PromptTokens { get; init; }

    /// <summary>Prompt tokens from prefix caches.</summary>
    public long? CachedTokens { get; init; }

    /// <summary>Tokens produced, reasoning included.</summary>
    public long? CompletionTokens { get; init; }

    /// <summary>Reasoning tokens among them.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Prompt and completion tokens.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>Prompt tokens already sent earlier in the same task.</summary>
    public long? ResentTokens { get; init; }

    /// <summary>Tokens that no path to an answer used.</summary>
    public long? WastedTokens { get; init; }

    /// <summary>Calls that repeat a failed one.</summary>
    public long Retries { get; init; }

    /// <summary>Prefill and decode, as servers report them.</summary>
    public double? ServerSeconds { get; init; }
}

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Everything a run's report, its summary file and its terminal summary say: computed in one place,
/// <see cref="RunSummarizer.Summarize"/>, written as JSON by <see cref="RunSummaryJson"/>. A missing value is null, never 0.
/// Unless a member says otherwise, figures are over the tasks that ended in the measured window and over their calls,
/// baseline tasks excluded.
/// </summary>
public sealed record RunSummary
{
    /// <summary>The version of this shape; a reader refuses higher ones.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the shape of this summary.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>What the run was.</summary>
    public required RunFacts Run { get; init; }

    /// <summary>True where <see cref="Invalid"/> is empty.</summary>
    public bool Valid => Invalid.Count == 0;

    /// <summary>Why the figures must not be relied on, one sentence with figures each; empty where they may.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>What went wrong on the way that the figures reflect (a host died, …).</summary>
    public required IReadOnlyList<string> Degraded { get; init; }

    /// <summary>Tasks of the whole run by state, baseline tasks included.</summary>
    public required TaskCounts Tasks { get; init; }

    /// <summary>Strategies side by side: a row for each group, problem and strategy, baselines in rows of their own.</summary>
    public required IReadOnlyList<StrategyRow> Strategies { get; init; }

    /// <summary>Calls.</summary>
    public required CallSummary Calls { get; init; }

    /// <summary>Work per time over the measured window.</summary>
    public required Throughput Throughput { get; init; }

    /// <summary>Good work per time over the measured window.</summary>
    public required Goodput Goodput { get; init; }

    /// <summary>Sums over the whole run, without baseline tasks.</summary>
    public required LoadTotals Totals { get; init; }

    /// <summary>Sums over the whole run's baseline tasks.</summary>
    public required LoadTotals BaselineTotals { get; init; }

    /// <summary>The load generator's own state; null where nobody watched it.</summary>
    public ClientHealth? Client { get; init; }

    /// <summary>What the model servers said of themselves; null where none was asked.</summary>
    public ServerSide? Servers { get; init; }

    /// <summary>SLO clauses with their verdicts, in the order given.</summary>
    public required IReadOnlyList<SloResult> Slos { get; init; }

    /// <summary>True where every clause is met (and where there are none).</summary>
    public bool SlosMet => Slos.All(static slo => slo.Met);
}

/// <summary>Tasks by state.</summary>
/// <param name="Planned">Tasks planned; null where the plan is a duration.</param>
/// <param name="Ended">Σ over states.</param>
/// <param name="InWindow">Of these, the tasks that ended in the measured window, without baseline tasks.</param>
/// <param name="ByState">A count for every state, 0 included.</param>
public sealed record TaskCounts(long? Planned, long Ended, long InWindow, IReadOnlyDictionary<TaskState, long> ByState);

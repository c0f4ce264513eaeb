using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>What a sweep found; written as JSON.</summary>
public sealed record SweepResult
{
    /// <summary>Version of this shape.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Name of the workload.</summary>
    public required string Name { get; init; }

    /// <summary>When the sweep started.</summary>
    public DateTimeOffset? StartedUtc { get; init; }

    /// <summary>False as long as the sweep goes on, and in what a crash or a kill left behind.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>The endpoints called, without secrets.</summary>
    public IReadOnlyList<EndpointFacts> Endpoints { get; init; } = [];

    /// <summary>Seed of the workload; each step has one of its own.</summary>
    public long? Seed { get; init; }

    /// <summary>Levels of a fixed ladder; empty for a search.</summary>
    public IReadOnlyList<double> Ladder { get; init; } = [];

    /// <summary>How close a search was to bracket the knee, as a share; null for a ladder.</summary>
    public double? Precision { get; init; }

    /// <summary>True where a simulated node took part.</summary>
    public required bool Simulated { get; init; }

    /// <summary>What was raised: "tasks/s" or "agents".</summary>
    public required string Unit { get; init; }

    /// <summary>The clauses that a level had to meet.</summary>
    public required IReadOnlyList<string> Slos { get; init; }

    /// <summary>The largest level that met every clause, and below which none failed; null where none did.</summary>
    public double? Knee { get; init; }

    /// <summary>The smallest level that did not, of those that the client did not spoil; null where all met.</summary>
    public double? FirstFailed { get; init; }

    /// <summary>The smallest level above the knee at which the client itself was the bottleneck; null where it never was.</summary>
    public double? ClientFailed { get; init; }

    /// <summary>What gave in first; null where nothing did or nothing stands out.</summary>
    public string? GaveIn { get; init; }

    /// <summary>What went wrong on the way; empty where nothing did.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The curve: every step in the order it was tried.</summary>
    public required IReadOnlyList<SweepStep> Steps { get; init; }
}

/// <summary>One step of a sweep.</summary>
public sealed record SweepStep
{
    /// <summary>Tasks/s offered, or agents.</summary>
    public required double Level { get; init; }

    /// <summary>Time before its measured window, seconds.</summary>
    public double? WarmupSeconds { get; init; }

    /// <summary>Length of its measured window, seconds.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>True where it met every clause and kept up with what was offered.</summary>
    public required bool Met { get; init; }

    /// <summary>False where the verdict could be chance.</summary>
    public required bool Decided { get; init; }

    /// <summary>True where less got done than was offered.</summary>
    public required bool Saturated { get; init; }

    /// <summary>Tasks of the window that failed or were lost, as a share; null without tasks.</summary>
    public double? FailedTasks { get; init; }

    /// <summary>True where a larger share failed than a level may lose, and no clause of the SLO says how many may.</summary>
    public bool Failing { get; init; }

    /// <summary>Tasks that ended and did not fail, a second.</summary>
    public required double TasksPerSecond { get; init; }

    /// <summary>Median of task.latency, seconds; null without tasks.</summary>
    public double? LatencyP50Seconds { get; init; }

    /// <summary>95th percentile of task.latency, seconds.</summary>
    public double? LatencyP95Seconds { get; init; }

    /// <summary>Mean of where the critical path's time went; null where unknown.</summary>
    public CriticalPathSplit? CriticalPath { get; init; }

    /// <summary>Share of calls that failed.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>The verdicts.</summary>
    public required IReadOnlyList<SloResult> Slos { get; init; }

    /// <summary>Why the step's figures must not be relied on; empty where they may.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>Folder of the step's run.</summary>
    public required string Run { get; init; }

    /// <summary>Highest share of the KV cache in use that the server reported; null where it was not scraped.</summary>
    public double? KvCacheUse { get; init; }
}

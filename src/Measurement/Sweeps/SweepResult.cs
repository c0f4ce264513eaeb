using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>Result of a sweep; saved as JSON by <see cref="SweepJson"/>.</summary>
internal sealed record SweepResult
{
    /// <summary>Current schema version. Readers reject higher versions.</summary>
    public const int CurrentSchemaVersion = 3;

    /// <summary>Schema version of this result.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Name of the workload.</summary>
    public required string Name { get; init; }

    /// <summary>Start time of the sweep, UTC.</summary>
    public DateTimeOffset? StartedUtc { get; init; }

    /// <summary>False while the sweep is running and if it was terminated before its end.</summary>
    public bool Complete { get; init; } = true;

    /// <summary>Endpoints called, without secrets.</summary>
    public IReadOnlyList<EndpointFacts> Endpoints { get; init; } = [];

    /// <summary>Seed of the workload; each step uses a different seed derived from it.</summary>
    public long? Seed { get; init; }

    /// <summary>Levels of a fixed ladder; empty if the knee is searched.</summary>
    public IReadOnlyList<double> Ladder { get; init; } = [];

    /// <summary>Precision of the search as a share; null for a fixed ladder.</summary>
    public double? Precision { get; init; }

    /// <summary>True if any endpoint was simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Unit of the levels: "tasks/s" or "agents".</summary>
    public required string Unit { get; init; }

    /// <summary>SLO clauses that every level was checked against.</summary>
    public required IReadOnlyList<string> Slos { get; init; }

    /// <summary>Largest level that met every clause and below which no level failed; null if there is none.</summary>
    public double? Knee { get; init; }

    /// <summary>Smallest level that failed, without levels limited by the load generator; null if none failed.</summary>
    public double? FirstFailed { get; init; }

    /// <summary>Smallest level above the knee at which the load generator was the bottleneck; null if there is none.</summary>
    public double? ClientLimited { get; init; }

    /// <summary>Resource that limited the load first; null if no level failed or if it cannot be determined.</summary>
    public string? LimitingResource { get; init; }

    /// <summary>Problems during the sweep, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>All steps in execution order.</summary>
    public required IReadOnlyList<SweepStep> Steps { get; init; }
}

/// <summary>One step of a sweep.</summary>
internal sealed record SweepStep
{
    /// <summary>Offered load in tasks/s, or number of agents.</summary>
    public required double Level { get; init; }

    /// <summary>Warm-up time before the measured window, seconds.</summary>
    public double? WarmupSeconds { get; init; }

    /// <summary>Length of the measured window, seconds.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>True if the step met every clause and kept up with the offered load.</summary>
    public required bool Met { get; init; }

    /// <summary>False if the result is not statistically conclusive.</summary>
    public required bool Conclusive { get; init; }

    /// <summary>True if the throughput was below the offered load.</summary>
    public required bool Saturated { get; init; }

    /// <summary>Failed and lost tasks / ended tasks, of the tasks that began in the window; null without tasks.</summary>
    public double? FailedTaskShare { get; init; }

    /// <summary>Number of tasks that began in the window and were cut off at the end of the step.</summary>
    public long CutOffTasks { get; init; }

    /// <summary>True if too many tasks failed and no SLO clause bounds the number of failures.</summary>
    public bool TooManyFailures { get; init; }

    /// <summary>Throughput: tasks per second that ended in the window and did not fail.</summary>
    public required double TasksPerSecond { get; init; }

    /// <summary>
    /// Goodput: tasks per second that ended well in the window and met every SLO clause on a value; null for a sweep of an older version.
    /// </summary>
    public double? GoodTasksPerSecond { get; init; }

    /// <summary>Prompt and completion tokens per second; null if unknown.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>Mean number of concurrent calls: calls per second × mean call latency (Little's law); null without calls.</summary>
    public double? CallsInFlight { get; init; }

    /// <summary>Mean cost of a task; null without prices.</summary>
    public double? Cost { get; init; }

    /// <summary>
    /// Median of task.latency of the tasks that began in the window, seconds; null without tasks. If tasks were cut off, failed and cut-off
    /// tasks count as slower than every other, and the value is null if it lies among them.
    /// </summary>
    public double? LatencyP50Seconds { get; init; }

    /// <summary>95th percentile of task.latency, seconds; computed in the same way.</summary>
    public double? LatencyP95Seconds { get; init; }

    /// <summary>Mean critical path by component; null if unknown.</summary>
    public CriticalPathSplit? CriticalPath { get; init; }

    /// <summary>Mean time on the critical path in the queue of the server; null if the server does not report it.</summary>
    public double? ServerQueueSeconds { get; init; }

    /// <summary>Share of failed calls.</summary>
    public double? ErrorRate { get; init; }

    /// <summary>Results of the SLO clauses.</summary>
    public required IReadOnlyList<SloResult> Slos { get; init; }

    /// <summary>Reasons why the results of the step are not valid, one sentence each; empty if they are valid.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>Folder of the run of this step.</summary>
    public required string Run { get; init; }

    /// <summary>Maximum KV cache usage reported by the server; null if it was not scraped.</summary>
    public double? KvCacheUsage { get; init; }
}

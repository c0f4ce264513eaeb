using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Servers;
using AgentLoad.Measurement.Slo;

namespace AgentLoad.Measurement.Runs;

/// <summary>
/// Summary of a run: the source of the report, the summary file and the terminal summary. Computed by <see cref="RunSummarizer.Summarize"/>
/// and written as JSON by <see cref="RunSummaryJson"/>. A missing value is null, never 0. Three populations are kept apart: the whole run,
/// the tasks that began in the measured window, and the calls that ended in it (see <see cref="MeasuredWindow"/>).
/// </summary>
internal sealed record RunSummary
{
    /// <summary>Current schema version. Readers reject higher versions.</summary>
    public const int CurrentSchemaVersion = 3;

    /// <summary>Schema version of this summary.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Description of the run.</summary>
    public required RunFacts Run { get; init; }

    /// <summary>True if <see cref="Invalid"/> is empty.</summary>
    public bool Valid => Invalid.Count == 0;

    /// <summary>Reasons why the results are not valid, one sentence each; empty if the results are valid.</summary>
    public required IReadOnlyList<string> Invalid { get; init; }

    /// <summary>Problems during the run that affect the results (for example a lost host), one sentence each.</summary>
    public required IReadOnlyList<string> Degraded { get; init; }

    /// <summary>
    /// For each failed outcome of the calls of the whole run, the most frequent error message and its frequency, most frequent first.
    /// </summary>
    public IReadOnlyList<FailureMessage> FailureMessages
    {
        // Summaries of earlier versions do not contain the list.
        get => field ?? [];
        init;
    } = [];

    /// <summary>Tasks of the whole run, including baseline tasks, and tasks of the measured window.</summary>
    public required TaskCounts Tasks { get; init; }

    /// <summary>
    /// Tasks that began in the measured window, followed to their end: one row per group, problem and strategy; baselines have separate
    /// rows.
    /// </summary>
    public required IReadOnlyList<StrategyRow> Strategies { get; init; }

    /// <summary>Statistics of the calls that ended in the measured window.</summary>
    public required CallSummary Calls { get; init; }

    /// <summary>Throughput over the measured window.</summary>
    public required Throughput Throughput { get; init; }

    /// <summary>Goodput over the measured window.</summary>
    public required Goodput Goodput { get; init; }

    /// <summary>Totals of the whole run, without baseline tasks.</summary>
    public required LoadTotals Totals { get; init; }

    /// <summary>Totals of the baseline tasks of the whole run.</summary>
    public required LoadTotals BaselineTotals { get; init; }

    /// <summary>Resource usage of the load generator; null if it was not monitored.</summary>
    public ClientHealth? Client { get; init; }

    /// <summary>Server-side metrics; null if no server was scraped.</summary>
    public ServerSide? Servers { get; init; }

    /// <summary>Results of the SLO clauses, in the configured order.</summary>
    public required IReadOnlyList<SloResult> Slos { get; init; }

    /// <summary>True if every clause is met or if there are none.</summary>
    public bool SlosMet => Slos.All(static slo => slo.Met);
}

/// <summary>The most frequent error message of an outcome.</summary>
/// <param name="Outcome">Outcome of the calls.</param>
/// <param name="Message">Error message, usually the words of the server.</param>
/// <param name="Count">Number of calls with this message.</param>
/// <param name="Total">Number of calls with this outcome.</param>
internal sealed record FailureMessage(CallOutcome Outcome, string Message, long Count, long Total);

/// <summary>Number of tasks.</summary>
/// <param name="Planned">Tasks planned for the whole run, including baseline tasks; null if the run is limited by duration.</param>
/// <param name="Ended">Tasks of the whole run, including baseline tasks: the sum over all states.</param>
/// <param name="Baseline">Number of these tasks that are baseline tasks.</param>
/// <param name="ByState">
/// Tasks of the whole run by state, including baseline tasks; contains every state, including those with count 0.
/// </param>
/// <param name="Window">Tasks of the measured window.</param>
internal sealed record TaskCounts(
    long? Planned,
    long Ended,
    long Baseline,
    IReadOnlyDictionary<TaskState, long> ByState,
    WindowTasks Window
);

/// <summary>Tasks of the measured window, without baseline tasks.</summary>
/// <param name="Began">Tasks that began in the window: the population of all task metrics.</param>
/// <param name="CutOff">
/// Number of these tasks that the end of the run cut off. They count as not solved and as slower than every bound.
/// </param>
/// <param name="Ended">Tasks that ended in the window, whenever they began: the population of the task rate.</param>
/// <param name="EndedByState">Tasks that ended in the window by state; contains every state, including those with count 0.</param>
internal sealed record WindowTasks(long Began, long CutOff, long Ended, IReadOnlyDictionary<TaskState, long> EndedByState);

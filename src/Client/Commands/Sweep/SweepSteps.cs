using AgentLoad.Client.Running;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Evaluates a run as a step of a sweep.</summary>
internal static class SweepSteps
{
    private const double MinDoneShare = 0.95;

    /// <summary>Creates the step of a run at a load level.</summary>
    /// <param name="outcome">The run.</param>
    /// <param name="level">Load level.</param>
    /// <param name="byRate">True if the level is a task rate.</param>
    /// <param name="maxFailedShare">Largest share of failed tasks of a step that is met.</param>
    public static SweepStep Of(RunOutcome outcome, double level, bool byRate, double maxFailedShare = 0.05)
    {
        var summary = outcome.Summary;
        var seconds = summary.Run.WindowSeconds;
        var rows = summary.Strategies.Where(row => !row.IsBaseline && row.Tasks > 0).ToArray();
        var longest = rows.Where(row => row.LatencySeconds is not null).MaxBy(row => row.LatencySeconds!.P95);
        var path = MeanCriticalPath(rows);
        var began = rows.Sum(row => row.Tasks);
        var cutOff = rows.Sum(row => row.ByState[TaskState.Aborted]);
        var failed = rows.Sum(row => row.ByState[TaskState.Failed] + row.ByState[TaskState.Lost]);
        var window = summary.Tasks.Window;
        var failedInWindow = window.EndedByState[TaskState.Failed] + window.EndedByState[TaskState.Lost];
        var done = window.Ended - failedInWindow;
        // Failed tasks end quickly and would improve the latency: without an SLO on errors, a high failure rate fails the step.
        var failing =
            failed > maxFailedShare * (began - cutOff)
            && !summary.Slos.Any(slo => SloClause.Parse(slo.Clause).Metric.Name is "call.errors" or "task.errors");
        var saturated = byRate && !outcome.EndedEarly && IsBehind(done + (failing ? 0 : failedInWindow), level * seconds);
        // If tasks take longer than the warm-up, fewer end at the start of the window; that deficit is not a backlog.
        var rampDeficit = level * Math.Max(0, (longest?.LatencySeconds!.P50 ?? 0) - summary.Run.WindowStartSeconds);
        return new SweepStep
        {
            Level = level,
            WarmupSeconds = summary.Run.WindowStartSeconds,
            WindowSeconds = seconds,
            Met = summary.SlosMet && !outcome.AllCallsFailed && !saturated && !failing && summary.Valid,
            // A step invalidated by the load generator is retried: its machine may have been busy only briefly.
            Conclusive =
                summary.Valid
                && (
                    failing || (saturated ? IsBehind(done, (level * seconds) - rampDeficit) : summary.Slos.All(SloConfidence.IsConclusive))
                ),
            Saturated = saturated,
            TooManyFailures = failing,
            FailedTaskShare = began > cutOff ? (double)failed / (began - cutOff) : null,
            CutOffTasks = cutOff,
            TasksPerSecond = seconds > 0 ? done / seconds : 0,
            GoodTasksPerSecond = summary.Goodput.TasksPerHour / 3600,
            TokensPerSecond = summary.Throughput.PromptTokensPerSecond + summary.Throughput.CompletionTokensPerSecond,
            CallsInFlight = summary.Throughput.CallsPerSecond * summary.Calls.LatencySeconds?.Mean,
            Cost =
                rows.Length == 0 || rows.Any(row => row.Cost is null)
                    ? null
                    : rows.Sum(row => row.Cost!.Mean * row.Cost.Count) / rows.Sum(row => row.Cost!.Count),
            LatencyP50Seconds = cutOff > 0 ? longest?.AdjustedLatencySeconds?.P50 : longest?.LatencySeconds!.P50,
            LatencyP95Seconds = cutOff > 0 ? longest?.AdjustedLatencySeconds?.P95 : longest?.LatencySeconds!.P95,
            CriticalPath = path,
            ServerQueueSeconds = summary.Calls.ServerQueueSeconds is null ? null : path?.ServerQueueSeconds,
            KvCacheUsage = summary.Servers?.KvCacheUsageMax,
            ErrorRate = summary.Calls.ErrorRate,
            Slos = summary.Slos,
            Invalid = summary.Invalid,
            Run = Path.GetFileName(outcome.Folder),
        };
    }

    /// <summary>Returns true if fewer tasks ended than were offered, beyond three standard deviations of Poisson arrivals.</summary>
    private static bool IsBehind(long done, double offered) => done < (MinDoneShare * offered) - (3 * Math.Sqrt(offered));

    private static CriticalPathSplit? MeanCriticalPath(IReadOnlyList<StrategyRow> rows)
    {
        var known = rows.Where(row => row.CriticalPathMean is not null).ToArray();
        var tasks = known.Sum(row => row.Tasks);
        return tasks == 0
            ? null
            : known.Aggregate(CriticalPathSplit.Zero, (sum, row) => sum + (row.CriticalPathMean! * ((double)row.Tasks / tasks)));
    }
}

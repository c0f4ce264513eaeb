using AgentLoad.Client.Running;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Commands.Sweep;

/// <summary>Turns a run into a step of a sweep.</summary>
internal static class SweepSteps
{
    private const double MaxFailedShare = 0.05,
        MinDoneShare = 0.95;

    public static SweepStep Of(RunOutcome outcome, double level, bool byRate)
    {
        var summary = outcome.Summary;
        var seconds = summary.Run.WindowSeconds;
        var rows = summary.Strategies.Where(row => !row.IsBaseline && row.Tasks > 0).ToArray();
        var longest = rows.Where(row => row.LatencySeconds is not null).MaxBy(row => row.LatencySeconds!.P95)?.LatencySeconds;
        var ended = rows.Sum(row => row.Tasks - row.ByState[TaskState.Aborted]);
        var failed = rows.Sum(row => row.ByState[TaskState.Failed] + row.ByState[TaskState.Lost]);
        var done = ended - failed;
        // Without a clause that says how many may fail, a level that loses its tasks is not met because they are lost quickly.
        var failing =
            failed > MaxFailedShare * ended
            && !summary.Slos.Any(slo => SloClause.Parse(slo.Clause).Metric.Name is "call.errors" or "task.errors");
        var saturated = byRate && !outcome.EndedEarly && IsBehind(done + (failing ? 0 : failed), level * seconds);
        // The window begins before the first tasks end where they take longer than the warm-up: what is missing then is no backlog.
        var unripe = level * Math.Max(0, (longest?.P50 ?? 0) - summary.Run.WindowStartSeconds);
        return new SweepStep
        {
            Level = level,
            WarmupSeconds = summary.Run.WindowStartSeconds,
            WindowSeconds = seconds,
            Met = summary.SlosMet && !outcome.AllCallsFailed && !saturated && !failing && summary.Valid,
            // What the client spoilt is tried again: a machine that was busy for a moment is no limit.
            Conclusive =
                summary.Valid
                && (failing || (saturated ? IsBehind(done, (level * seconds) - unripe) : summary.Slos.All(SloConfidence.IsConclusive))),
            Saturated = saturated,
            TooManyFailures = failing,
            FailedTaskShare = ended > 0 ? (double)failed / ended : null,
            TasksPerSecond = seconds > 0 ? done / seconds : 0,
            LatencyP50Seconds = longest?.P50,
            LatencyP95Seconds = longest?.P95,
            CriticalPath = MeanCriticalPath(rows),
            KvCacheUsage = summary.Servers?.KvCacheUsageMax,
            ErrorRate = summary.Calls.ErrorRate,
            Slos = summary.Slos,
            Invalid = summary.Invalid,
            Run = Path.GetFileName(outcome.Folder),
        };
    }

    /// <summary>As many tasks end as begin where a server keeps up, but for the scatter of arrivals.</summary>
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

using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;
using AgentLoad.Measurement.Tasks;

namespace AgentLoad.Client.Running;

/// <summary>Turns a run into a step of a sweep.</summary>
internal static class SweepSteps
{
    public static SweepStep Of(Outcome outcome, double level, bool byRate)
    {
        var summary = outcome.Summary;
        var seconds = summary.Run.WindowSeconds;
        var rows = summary.Strategies.Where(row => !row.IsBaseline && row.Tasks > 0).ToArray();
        var longest = rows.Where(row => row.LatencySeconds is not null).MaxBy(row => row.LatencySeconds!.P95);
        var perSecond = seconds > 0 ? summary.Tasks.InWindow / seconds : 0;
        // As many tasks end as begin where a server keeps up, but for the scatter of arrivals.
        var offered = level * seconds;
        var saturated = byRate && summary.Tasks.InWindow < (0.95 * offered) - (3 * Math.Sqrt(offered));
        var metSlos = summary.SlosMet && !outcome.HasNothingGood;
        return new SweepStep
        {
            Level = level,
            WindowSeconds = seconds,
            Met = metSlos && !saturated && summary.Valid,
            // What the client spoilt is tried again: a machine that was busy for a moment is no limit.
            Decided = summary.Valid && (saturated || summary.Slos.All(SloConfidence.IsDecided)),
            Saturated = saturated,
            TasksPerSecond = perSecond,
            LatencyP50Seconds = longest?.LatencySeconds?.P50,
            LatencyP95Seconds = longest?.LatencySeconds?.P95,
            CriticalPath = PathOf(rows),
            KvCacheUse = summary.Servers?.KvCacheUseMax,
            ErrorRate = summary.Calls.ErrorRate,
            Slos = summary.Slos,
            Invalid = summary.Invalid,
            Run = Path.GetFileName(outcome.Folder),
        };
    }

    private static CriticalPathSplit? PathOf(IReadOnlyList<StrategyRow> rows)
    {
        var known = rows.Where(row => row.CriticalPathMean is not null).ToArray();
        var tasks = known.Sum(row => row.Tasks);
        return tasks == 0 ? null : known.Aggregate(CriticalPathSplit.Zero, (sum, row) => sum + (row.CriticalPathMean! * ((double)row.Tasks / tasks)));
    }
}

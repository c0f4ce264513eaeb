using System.Globalization;
using AgentLoad.Client.Reports.Tables;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;

namespace AgentLoad.Client.Reports.Sweeps;

/// <summary>Tables of a sweep.</summary>
internal static class SweepTables
{
    private static readonly string[] Shown = ["task.latency:p50", "task.latency:p95", "call.errors:rate"];

    /// <summary>One row per step, by level.</summary>
    /// <param name="sweep">Sweep.</param>
    /// <param name="linkOf">Returns the address of the run of a step; null for no links.</param>
    public static ReportTable Steps(SweepResult sweep, Func<SweepStep, string?>? linkOf = null)
    {
        var clauses = Enumerable
            .Range(0, sweep.Slos.Count)
            .Where(i => !Shown.Any(known => sweep.Slos[i].StartsWith(known, StringComparison.Ordinal)))
            .ToArray();
        var steps = sweep.Steps.OrderBy(step => step.Level).ToArray();
        var table = new ReportTable(
            "steps",
            $"Steps of {sweep.Name}",
            [
                new(sweep.Unit, sweep.Unit == "agents" ? "agents" : "offered_tasks_per_s", sweep.Unit == "agents" ? "agent" : "open loop"),
                new("verdict", "verdict", IsText: true),
                new("done/s", "done_tasks_per_s", "throughput"),
                new("goodput/s", "goodput_tasks_per_s", "goodput"),
                new("task p50", "task_latency_p50_s", "task.latency"),
                new("task p95", "task_latency_p95_s", "task.latency"),
                .. clauses.Select(i => new TableColumn(SweepText.Short(sweep.Slos[i]), sweep.Slos[i])),
                new("calls failed", "failed_call_share", "call.errors"),
                new("calls in flight", "calls_in_flight", "calls in flight"),
                new("tokens/s", "tokens_per_s", "throughput"),
                new("in queue", "server_queue_s", "path.queue"),
                new("KV cache", "kv_cache_use", "KV cache"),
                new("most time in", "largest_part", "task.critical_path", IsText: true),
                new("bottleneck", "bottleneck", "bottleneck", IsText: true),
                new("run", "run", "run", IsText: true),
            ],
            [
                .. steps.Select(step =>
                    (IReadOnlyList<TableCell>)
                        [
                            TableCell.Number(step.Level),
                            TableCell.Of(SweepText.Verdict(step)) with
                            {
                                CssClass =
                                    step.Met ? "met"
                                    : step.Invalid.Count > 0 ? null
                                    : "missed",
                            },
                            TableCell.Number(step.TasksPerSecond),
                            TableCell.Number(step.GoodTasksPerSecond),
                            Latency(step, step.LatencyP50Seconds),
                            Latency(step, step.LatencyP95Seconds),
                            .. clauses.Select(i =>
                                i < step.Slos.Count ? new TableCell(SloText.ValueOf(step.Slos[i]), step.Slos[i].Actual) : TableCell.Of("")
                            ),
                            TableCell.Percent(step.ErrorRate),
                            TableCell.Number(step.CallsInFlight),
                            TableCell.Number(step.TokensPerSecond),
                            TableCell.Seconds(step.ServerQueueSeconds),
                            TableCell.Percent(step.KvCacheUsage),
                            TableCell.Of(CriticalPathParts.LargestOf(step.CriticalPath)),
                            TableCell.Of(BottleneckOf(sweep, step)),
                            TableCell.Of(step.Run) with
                            {
                                Link = linkOf?.Invoke(step),
                            },
                        ]
                ),
            ]
        )
        {
            Notes = steps.Any(SweepText.IsChance)
                ? ["? The verdict could be chance: its interval includes the bound. A longer --step-time decides it."]
                : [],
        };
        return table.WithoutEmptyColumns();
    }

    /// <summary>One row per law of growth; no rows with fewer than three valid levels.</summary>
    public static ReportTable Growth(SweepResult sweep) =>
        new(
            "growth",
            $"Growth of {sweep.Name} with {sweep.Unit}",
            [
                new("law", "law"),
                new("R²", "r_squared", "R²"),
                new("largest residual", "max_deviation", "residual"),
                new("fit", "fit", IsText: true),
            ],
            [
                .. SweepGrowth
                    .Of(sweep)
                    .Where(growth => !LawText.IsConstant(growth.Law))
                    .Select(growth =>
                        (IReadOnlyList<TableCell>)
                            [
                                TableCell.Of(LawText.Of(growth.Metric, [sweep.Unit == "agents" ? "agents" : "rate"], growth.Law)),
                                new(growth.Law.RSquared.ToString("0.000", CultureInfo.InvariantCulture), growth.Law.RSquared),
                                TableCell.Percent(growth.Law.MaxDeviation),
                                TableCell.Of(growth.Law.LacksFit ? "lack of fit: do not extrapolate" : LawText.FitOf(growth.Law)),
                            ]
                    ),
            ]
        );

    /// <summary>One row per SLO clause.</summary>
    public static ReportTable Slos(SweepResult sweep) =>
        new(
            "slos",
            $"SLOs of {sweep.Name}",
            [
                new("SLO", "clause", "SLO"),
                new("bound", "bound"),
                new($"at the knee", "at_knee"),
                new("at the first failed level", "at_first_failed"),
            ],
            [
                .. sweep.Slos.Select(
                    (clause, i) =>
                        (IReadOnlyList<TableCell>)
                            [TableCell.Of(clause), Bound(clause), ValueAt(sweep, sweep.Knee, i), ValueAt(sweep, sweep.FirstFailed, i)]
                ),
            ]
        );

    /// <summary>Returns the bottleneck of a step that failed; empty for a step that met its SLOs.</summary>
    public static string BottleneckOf(SweepResult sweep, SweepStep step) =>
        step.Met
            ? ""
            : BottleneckFinder.Find(sweep.Steps.Where(other => other.Met && other.Level < step.Level).MaxBy(other => other.Level), step)
                ?? "";

    private static TableCell Latency(SweepStep step, double? seconds) => new(SweepText.LatencyText(step, seconds), seconds);

    private static TableCell Bound(string clause) =>
        SloClause.TryParse(clause, out var parsed, out _) ? new(SloText.BoundOf(parsed), parsed.Bound) : TableCell.Of(NumberFormat.Missing);

    private static TableCell ValueAt(SweepResult sweep, double? level, int clause) =>
        sweep.Steps.LastOrDefault(step => step.Level == level) is { } step && clause < step.Slos.Count
            ? new(SloText.ValueOf(step.Slos[clause]), step.Slos[clause].Actual)
            : new(NumberFormat.Missing, null);
}

using System.Globalization;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Studies;

/// <summary>Tables of a study.</summary>
internal static class StudyTables
{
    /// <summary>One row per cell of a problem and model: baseline first, then by ascending tokens.</summary>
    /// <param name="study">Study.</param>
    /// <param name="group">Cells.</param>
    /// <param name="id">Id of the table.</param>
    /// <param name="linkOf">Returns the address of the run of a unit; null for no links.</param>
    public static ReportTable Cells(SavedStudy study, StudyGroup group, string id, Func<SavedUnit, string?>? linkOf = null)
    {
        var currency = study.Results.Study.Currency;
        var hasScore = group.Cells.Any(cell => NumberFormat.IsPartial(cell.Score, cell.Solved));
        var table = new ReportTable(
            id,
            $"{group.Name}: mean per task",
            [
                new("strategy", "strategy"),
                new("front", "front", "Pareto front"),
                new("tasks", "tasks", "task"),
                new("solved (95 %)", "solved", "task.solved"),
                new("score (95 %)", "score", "task.score"),
                new("calls", "calls", "task.calls"),
                new("tokens", "total_tokens", "task.total_tokens"),
                new("× direct (95 %)", "tokens_over_direct", "amplification"),
                new($"cost, {currency}", $"cost_{currency}", "task.cost"),
                new("latency mean", "latency_mean_s", "task.latency"),
                new("p50", "latency_p50_s"),
                new("p95", "latency_p95_s"),
                new("path", "critical_path_s", "task.critical_path"),
                new("parallel", "parallelism", "task.parallelism"),
                new("wasted", "wasted_share", "task.wasted_tokens"),
                new("re-sent", "resent_share", "task.resent_tokens"),
                new("runs", "runs", "run", IsText: true),
            ],
            [
                .. group.Cells.Select(cell =>
                    (IReadOnlyList<TableCell>)
                        [
                            TableCell.Of(StudyText.NameOf(cell.Cell)) with
                            {
                                Detail = cell.Cell.IsBaseline ? "baseline" : null,
                            },
                            TableCell.Of($"{(cell.OnTokenFront ? "T" : "")}{(cell.OnTimeFront ? "S" : "")}"),
                            TableCell.Count(cell.Tasks),
                            TableCell.Of(cell.Solved),
                            hasScore ? TableCell.Of(cell.Score) : TableCell.Of(""),
                            TableCell.Number(cell.Calls),
                            TableCell.Number(cell.TotalTokens),
                            cell.Cell.IsBaseline ? TableCell.Of("") : TableCell.Of(cell.TokensOverDirect),
                            new(NumberFormat.Money(cell.Cost, null), cell.Cost),
                            TableCell.Seconds(cell.Latency?.Mean),
                            TableCell.Seconds(cell.Latency?.P50),
                            TableCell.Tail(cell.Latency, 0.95, d => d.P95),
                            TableCell.Seconds(cell.CriticalPath),
                            TableCell.Factor(cell.Parallelism),
                            TableCell.Percent(cell.WastedShare),
                            TableCell.Percent(cell.ResentShare),
                            Runs(study, cell, linkOf),
                        ]
                ),
            ]
        )
        {
            Notes = ["T, S: on the Pareto front of solved rate and tokens (T) or seconds (S) of the problem. ~ too few samples."],
        };
        return table.WithoutEmptyColumns();
    }

    /// <summary>One row per law.</summary>
    public static ReportTable Laws(StudyResults results) =>
        new(
            "laws",
            "Laws of growth",
            [
                new("law", "law"),
                new("cells", "about", IsText: true),
                new("R²", "r_squared", "R²"),
                new("largest residual", "max_deviation", "residual"),
                new("fit", "fit", IsText: true),
            ],
            [
                .. results
                    .Laws.Where(law => !LawText.IsConstant(law.Law))
                    .Select(law =>
                        (IReadOnlyList<TableCell>)
                            [
                                TableCell.Of(LawText.Of(law.Metric, law.Parameters, law.Law)),
                                TableCell.Of(law.About),
                                new(law.Law.RSquared.ToString("0.000", CultureInfo.InvariantCulture), law.Law.RSquared),
                                TableCell.Percent(law.Law.MaxDeviation),
                                TableCell.Of(law.Law.LacksFit ? "lack of fit: do not extrapolate" : LawText.FitOf(law.Law)),
                            ]
                    ),
            ]
        );

    /// <summary>One row per published value.</summary>
    public static ReportTable Published(StudyResults results) =>
        new(
            "published",
            "Published and measured values",
            [
                new("strategy, metric", "metric"),
                new("published", "published"),
                new("measured (95 %)", "measured"),
                new("difference", "difference"),
                new("basis", "basis", IsText: true),
                new("source", "source", IsText: true),
                new("remark", "remark", IsText: true),
            ],
            [
                .. PublishedTable
                    .Of(results)
                    .Select(row =>
                        (IReadOnlyList<TableCell>)
                            [
                                TableCell.Of($"{row.Figure.Strategy} {row.Figure.Metric}"),
                                TableCell.Number(row.Figure.Value),
                                new(row.MeasuredText, row.Measured, row.Interval?.Low, row.Interval?.High),
                                new(PublishedTable.Percent(row.Difference), row.Difference),
                                TableCell.Of(row.Figure.Basis),
                                TableCell.Of(row.Figure.Source),
                                TableCell.Of(row.Figure.Note),
                            ]
                    ),
            ]
        );

    /// <summary>The load of each cell by its number of agents.</summary>
    public static ReportTable Load(StudyGroup group, string id) =>
        new(
            id,
            $"{group.Name}: load",
            [
                new("strategy", "strategy"),
                new("agents", "agents", "agent"),
                new("tokens/s", "tokens_per_s", "throughput"),
                new("calls in flight", "calls_in_flight", "calls in flight"),
                new("task latency", "latency_mean_s", "task.latency"),
                new("queued", "queue_share", "path.queue"),
            ],
            [
                .. group
                    .Cells.OrderBy(cell => StudyText.NameWithoutAgents(cell.Cell), StringComparer.Ordinal)
                    .ThenBy(cell => cell.Cell.Workload.Load.Agents)
                    .Select(cell =>
                        (IReadOnlyList<TableCell>)
                            [
                                TableCell.Of(StudyText.NameWithoutAgents(cell.Cell)),
                                TableCell.Count(cell.Cell.Workload.Load.Agents),
                                TableCell.Number(cell.TokensPerSecond),
                                TableCell.Number(cell.CallsInFlight),
                                TableCell.Seconds(cell.Latency?.Mean),
                                TableCell.Percent(cell.QueueShare),
                            ]
                    ),
            ]
        );

    private static TableCell Runs(SavedStudy study, CellResult cell, Func<SavedUnit, string?>? linkOf)
    {
        var units = study.Units.Where(unit => unit.CellId == cell.Cell.Id).ToArray();
        return TableCell.Of(string.Join(' ', units.Select(unit => unit.Folder))) with
        {
            Links = linkOf is null
                ? []
                : [.. units.Select(unit => ($"seed {unit.Seed}{(unit.IsValid ? "" : " (invalid)")}", linkOf(unit)))],
        };
    }
}

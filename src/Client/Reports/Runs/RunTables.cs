using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Tables;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Runs;

/// <summary>Tables of a run.</summary>
internal static class RunTables
{
    /// <summary>One row per SLO clause.</summary>
    public static ReportTable Slos(RunSummary summary) =>
        new(
            "slos",
            "SLOs",
            [
                new("SLO", "clause", "SLO"),
                new("verdict", "met", IsText: true),
                new("measured", "actual"),
                new("bound", "bound"),
                new("within", "within_share"),
                new("samples", "samples"),
            ],
            [
                .. summary.Slos.Select(slo =>
                    (IReadOnlyList<TableCell>)
                        [
                            TableCell.Of(slo.Clause) with
                            {
                                CssClass = "code",
                            },
                            new(slo.Met ? "✓ met" : "✗ MISSED", slo.Met) { CssClass = slo.Met ? "met" : "missed" },
                            new($"{(slo.Certified || slo.Samples == 0 ? "" : "~")}{SloText.ValueOf(slo)}", slo.Actual),
                            new(SloClause.TryParse(slo.Clause, out var clause, out _) ? SloText.BoundOf(clause) : "", slo.Bound),
                            TableCell.Percent(slo.Within is { } within && slo.Samples > 0 ? (double)within / slo.Samples : null),
                            TableCell.Count(slo.Samples),
                        ]
                ),
            ]
        )
        {
            Notes = summary.Slos.Any(slo => !slo.Certified && slo.Samples > 0) ? [Uncertified] : [],
        };

    /// <summary>Mean cost per task of each strategy, and its amplification.</summary>
    public static ReportTable Strategies(RunSummary summary)
    {
        var rows = StrategyRows.Sorted(summary);
        var hasScore = rows.Any(row => NumberFormat.IsPartial(row.Score, row.Solved));
        var currency = summary.Run.Currency;
        return new ReportTable(
            "strategies",
            "Mean per task that began in the measured window",
            [
                new("mean per task", "strategy"),
                new("tasks", "tasks", "task"),
                new("solved (95 %)", "solved", "task.solved"),
                new("score (95 %)", "score", "task.score"),
                new("calls", "calls", "task.calls"),
                new("tokens", "total_tokens", "task.total_tokens"),
                new("× one call (95 %)", "amplification", "amplification"),
                new($"cost, {currency}", $"cost_{currency}", "task.cost"),
                new("per 1,000 tasks", $"cost_1000_{currency}"),
                new("latency p50", "latency_p50_s", "task.latency"),
                new("p95", "latency_p95_s"),
                new("parallel", "parallelism", "task.parallelism"),
                new("wasted", "wasted_share", "task.wasted_tokens"),
                new("re-sent", "resent_share", "task.resent_tokens"),
            ],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<TableCell>)
                        [
                            NameOf(row),
                            TableCell.Count(row.Tasks),
                            TableCell.Of(row.Solved),
                            hasScore ? TableCell.Of(row.Score) : TableCell.Of(""),
                            TableCell.Number(row.Calls?.Mean),
                            TableCell.Number(row.TotalTokens?.Mean),
                            row.IsBaseline ? TableCell.Of("") : TableCell.Of(row.Amplification?.TotalTokens),
                            new(NumberFormat.Money(row.Cost?.Mean, null), row.Cost?.Mean),
                            new(NumberFormat.Money(1000 * row.Cost?.Mean, null), 1000 * row.Cost?.Mean),
                            WithAdjusted(TableCell.Seconds(row.LatencySeconds?.P50), row.AdjustedLatencySeconds, a => a.P50),
                            WithAdjusted(TableCell.Tail(row.LatencySeconds, 0.95, d => d.P95), row.AdjustedLatencySeconds, a => a.P95),
                            TableCell.Factor(row.Parallelism?.Mean),
                            TableCell.Percent(row.WastedShare),
                            TableCell.Percent(row.ResentShare),
                        ]
                ),
            ]
        )
        {
            Notes = rows.Any(row => row.AdjustedLatencySeconds is not null)
                ? ["! adjusted percentile: failed, lost and cut-off tasks count as slower than all others."]
                : [],
        }.WithoutEmptyColumns();
    }

    /// <summary>Percentiles of the task latency of each strategy.</summary>
    public static ReportTable TaskLatency(RunSummary summary) =>
        Percentiles(
            "task-latency",
            "Task latency, tasks that began in the window",
            StrategyRows
                .Sorted(summary)
                .SelectMany(row => new[] { Row(NameOf(row), row.LatencySeconds), Row(NameOf(row), row.AdjustedLatencySeconds) })
        );

    /// <summary>Percentiles of the calls.</summary>
    public static ReportTable Calls(RunSummary summary)
    {
        var calls = summary.Calls;
        return Percentiles(
            "calls",
            "Calls that ended in the window, without baseline",
            [
                Row(TableCell.Of("time to first token (TTFT)"), calls.TtftSeconds),
                Row(TableCell.Of("time to first output"), calls.TtfoSeconds),
                Row(TableCell.Of("inter-token latency (ITL)"), calls.ChunkGapSeconds),
                Row(TableCell.Of("time per output token (TPOT)"), calls.TpotSeconds),
                Row(TableCell.Of("TPOT, as reported by the server"), calls.ServerTpotSeconds),
                Row(TableCell.Of("call latency"), calls.LatencySeconds),
                Row(TableCell.Of("effective call latency"), calls.EffectiveLatencySeconds),
                Row(TableCell.Of("queue of the server"), calls.ServerQueueSeconds),
                Row(TableCell.Of("time to first token (TTFT)"), calls.AdjustedTtftSeconds),
                Row(TableCell.Of("call latency"), calls.AdjustedLatencySeconds),
            ]
        );
    }

    /// <summary>Explains ~.</summary>
    public static string Uncertified { get; } =
        $"~ too few samples for 99 % confidence ({TailCertification.SamplesFor(0.95)} are needed for p95, "
        + $"{TailCertification.SamplesFor(0.99)} for p99).";

    private static ReportTable Percentiles(string id, string caption, IEnumerable<IReadOnlyList<TableCell>?> rows)
    {
        IReadOnlyList<TableCell>[] known = [.. rows.OfType<IReadOnlyList<TableCell>>()];
        return new ReportTable(
            id,
            caption,
            [
                new(caption, "metric"),
                new("samples", "samples"),
                new("mean", "mean_s"),
                new("p50", "p50_s"),
                new("p90", "p90_s"),
                new("p95", "p95_s"),
                new("p99", "p99_s"),
                new("max", "max_s"),
            ],
            known
        )
        {
            Notes =
            [
                .. known.Any(row => row.Any(cell => cell.Text.StartsWith('~'))) ? [Uncertified] : (string[])[],
                .. known.Any(row => row[0].Text.StartsWith('!'))
                    ? ["! failed and cut-off work counts as slower than all other."]
                    : (string[])[],
            ],
        };
    }

    private static IReadOnlyList<TableCell>? Row(TableCell name, Distribution? values) =>
        values is null
            ? null
            :
            [
                name,
                TableCell.Count(values.Count),
                TableCell.Seconds(values.Mean),
                TableCell.Seconds(values.P50),
                TableCell.Tail(values, 0.90, d => d.P90),
                TableCell.Tail(values, 0.95, d => d.P95),
                TableCell.Tail(values, 0.99, d => d.P99),
                TableCell.Seconds(values.Max),
            ];

    private static IReadOnlyList<TableCell>? Row(TableCell name, AdjustedPercentiles? values) =>
        values is null
            ? null
            :
            [
                TableCell.Of($"! {name.Text}, failed included"),
                TableCell.Count(values.Count),
                TableCell.Adjusted(null),
                TableCell.Adjusted(values.P50),
                TableCell.Adjusted(values.P90),
                TableCell.Adjusted(values.P95),
                TableCell.Adjusted(values.P99),
                TableCell.Adjusted(null),
            ];

    private static TableCell NameOf(StrategyRow row)
    {
        var group = row.Group == row.Strategy || row.IsBaseline ? "" : $"{StrategyRows.Shorten(row.Group)} · ";
        return TableCell.Of(StrategyRows.Shorten(row.IsBaseline ? "one call" : row.Strategy)) with
        {
            Detail = $"{group}{StrategyRows.Shorten(row.Problem)}",
        };
    }

    /// <summary>Adds the percentile in which failed and cut-off tasks are slower than all others, if there are any.</summary>
    private static TableCell WithAdjusted(TableCell plain, AdjustedPercentiles? adjusted, Func<AdjustedPercentiles, double?> value) =>
        adjusted is null ? plain : plain with { Text = $"{plain.Text} ! {NumberFormat.Adjusted(value(adjusted))}" };
}

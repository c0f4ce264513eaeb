using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Reports.Runs;

/// <summary>Plots of a run.</summary>
internal static class RunPlots
{
    private static readonly (string Term, string Name)[] Calls =
    [
        ("call.ttft", "time to first token (TTFT)"),
        ("call.latency", "call latency"),
        ("call.chunk_gap", "inter-token latency (ITL)"),
    ];

    private static readonly (string Term, string Name)[] ServerDurations =
    [
        ("call.server_queue", "queue"),
        ("call.server_prefill", "prefill"),
        ("call.server_decode", "decode"),
        ("call.server_load", "load"),
    ];

    /// <summary>
    /// Distribution of the task latency of each strategy with the bounds of its SLOs; null without tasks. Failed and cut-off tasks never
    /// end: their distributions stay below 100 %.
    /// </summary>
    public static XyPlot? TaskLatency(ReportData data)
    {
        var tasks = data.TaskLatencies;
        RowKey[] rows = [.. tasks.Rows.Take(PlotStyle.Count)];
        var unbounded = rows.Sum(tasks.UnboundedOf);
        return rows.Length == 0
            ? null
            : EcdfPlot.Of(
                "task-latency",
                "Share of tasks at or below",
                [
                    .. rows.Select(
                        (row, i) =>
                            (
                                TaskLatencyChart.NameOf(row, rows),
                                PlotStyle.Of(i),
                                (string?)tasks.Metric,
                                EcdfPlot.Points(
                                    [.. tasks.Of(row).Select(task => task.Seconds)],
                                    tasks.Of(row).Count + tasks.UnboundedOf(row)
                                )
                            )
                    ),
                ],
                axis: tasks.Metric
            ) with
            {
                References =
                [
                    .. SloBounds.Of(data.Summary.Slos.Select(slo => slo.Clause), tasks.Metric, isVertical: true),
                    new PlotReference(tasks.Statistic.Name, tasks.Statistic.Share),
                ],
                Note = unbounded > 0 ? $"{unbounded} failed or cut-off tasks never end: their curves stay below 100 %." : null,
            };
    }

    /// <summary>Distributions of the call times; null without calls.</summary>
    public static XyPlot? CallDistributions(ReportData data) =>
        Ecdf(
            "calls",
            "Share of calls at or below",
            Calls.Select(line => (line.Term, line.Name, line.Term == "call.chunk_gap" ? data.ChunkGaps : data.Calls.Of(line.Term)))
        );

    /// <summary>Distributions of the durations that the servers report; null if they report none.</summary>
    public static XyPlot? ServerDistributions(ReportData data) =>
        Ecdf(
            "server-durations",
            "Share of calls at or below, as reported by the servers",
            ServerDurations.Select(line => (line.Term, line.Name, data.Calls.Of(line.Term) is { Max: > 0 } some ? some : null))
        );

    /// <summary>Solved rate against tokens, one plot per problem.</summary>
    public static IEnumerable<XyPlot> Solved(RunSummary summary)
    {
        var problems = StrategyRows
            .Sorted(summary)
            .Where(row => row is { Solved: not null, TotalTokens.Mean: > 0 })
            .GroupBy(row => row.Problem)
            .ToArray();
        return problems.Select(
            (rows, i) =>
                new XyPlot(
                    problems.Length == 1 ? "solved-tokens" : $"solved-tokens-{i + 1}",
                    $"{StrategyRows.Shorten(rows.Key)}: solved rate against tokens",
                    new PlotAxis("mean tokens per task", PlotUnit.Number, IsLog: true),
                    PlotAxis.Share("solved, 95 % interval"),
                    [
                        new PlotSeries(
                            "",
                            1,
                            [
                                .. rows.Select(row => new PlotPoint(
                                    row.TotalTokens!.Mean,
                                    row.Solved!.Rate,
                                    row.Solved.Low,
                                    row.Solved.High,
                                    row.IsBaseline ? "one call (baseline)" : StrategyRows.Shorten(row.Strategy),
                                    row.IsBaseline
                                )),
                            ]
                        )
                        {
                            HasLine = false,
                            IsNumbered = true,
                        },
                    ]
                )
        );
    }

    /// <summary>Amplification of tokens over one call; null without a baseline.</summary>
    public static IntervalPlot? Amplification(RunSummary summary)
    {
        IntervalRow[] rows =
        [
            .. StrategyRows
                .Sorted(summary)
                .Where(row => row.Amplification?.TotalTokens is not null)
                .Select(row => (Row: row, Ratio: row.Amplification!.TotalTokens!))
                .Select(pair => new IntervalRow(
                    StrategyRows.Shorten(pair.Row.Strategy),
                    pair.Ratio.Ratio,
                    pair.Ratio.Low,
                    pair.Ratio.High,
                    NumberFormat.Interval(pair.Ratio)
                )
                {
                    Detail = StrategyRows.Shorten(pair.Row.Problem),
                }),
        ];
        return rows.Length == 0
            ? null
            : new IntervalPlot(
                "amplification",
                "Tokens per task, × one call",
                new PlotAxis("× one call on the same problems", PlotUnit.Factor, IsLog: true),
                1,
                rows
            )
            {
                Term = "amplification",
            };
    }

    /// <summary>Mean critical path of each strategy by component; null if no path is known.</summary>
    public static StackPlot? CriticalPath(RunSummary summary)
    {
        StackRow[] rows =
        [
            .. StrategyRows
                .Sorted(summary)
                .Where(row => row.CriticalPathMean is { TotalSeconds: > 0 })
                .Select(row => new StackRow(
                    StrategyRows.Shorten(row.IsBaseline ? "one call" : row.Strategy),
                    StrategyRows.Shorten(row.Problem),
                    CriticalPathParts.ValuesOf(row.CriticalPathMean!)
                )),
        ];
        return rows.Length == 0 ? null : new StackPlot("critical-path", "Mean critical path by component", CriticalPathParts.Parts, rows);
    }

    private static XyPlot? Ecdf(string id, string title, IEnumerable<(string Term, string Name, LogLinearHistogram? Values)> lines)
    {
        var known = lines.Where(line => line.Values is { Count: > 0 }).ToArray();
        return known.Length == 0
            ? null
            : EcdfPlot.Of(
                id,
                title,
                [.. known.Select((line, i) => (line.Name, PlotStyle.Of(i), (string?)line.Term, EcdfPlot.Points(line.Values!)))]
            );
    }
}

using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Comparisons;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Plots of a comparison: differences with intervals, and the distributions of the results on the same axes.</summary>
internal static class ComparisonPlots
{
    private const int MaxRows = 8;

    private const double MinRange = 0.05,
        MaxLow = -1,
        MaxHigh = 2,
        Padding = 1.08;

    private static readonly (string Metric, string Title, PlotUnit Unit, string Axis)[] OfTasks =
    [
        ("task.latency", "task latency", PlotUnit.Seconds, "seconds"),
        ("task.total_tokens", "tokens per task", PlotUnit.Number, "tokens"),
    ];

    private static readonly (string Metric, string Title, PlotUnit Unit, string Axis)[] OfCalls =
    [
        ("call.ttft", "time to first token (TTFT)", PlotUnit.Seconds, "seconds"),
        ("call.latency", "call latency", PlotUnit.Seconds, "seconds"),
    ];

    /// <summary>Returns a forest plot of the differences for each group of rows.</summary>
    public static IReadOnlyList<IntervalPlot> Forests(Comparison comparison) =>
        [.. comparison.Rows.GroupBy(row => row.Row).Select((group, i) => Forest(comparison, group.Key, [.. group], $"difference-{i + 1}"))];

    /// <summary>Returns the distributions of each row and of all calls, one line per run.</summary>
    public static IReadOnlyList<XyPlot> Distributions(IReadOnlyList<RunSample> runs)
    {
        var rows = runs.Skip(1).Aggregate(runs[0].Rows, (common, run) => [.. common.Intersect(run.Rows)]).Take(MaxRows).ToArray();
        return
        [
            .. rows.SelectMany(
                    (row, i) => OfTasks.Select(metric => Overlay(runs, row, metric, $"{metric.Metric.Replace('.', '-')}-{i + 1}"))
                )
                .Concat(OfCalls.Select(metric => Overlay(runs, RunSample.AllRows, metric, metric.Metric.Replace('.', '-'))))
                .OfType<XyPlot>(),
        ];
    }

    /// <summary>Returns the distributions of named values on the same axes; null if there are none.</summary>
    public static XyPlot? Overlay(
        string id,
        string title,
        IEnumerable<(string Name, IReadOnlyList<double> Values)> samples,
        PlotUnit unit,
        string axis
    )
    {
        var lines = samples
            .Select((sample, i) => (sample.Name, PlotStyle.Of(i), (string?)null, EcdfPlot.Points(sample.Values, sample.Values.Count)))
            .Where(line => line.Item4.Count > 0)
            .ToArray();
        return lines.Length == 0 ? null : EcdfPlot.Of(id, title, lines, unit, axis);
    }

    private static XyPlot? Overlay(
        IReadOnlyList<RunSample> runs,
        string row,
        (string Metric, string Title, PlotUnit Unit, string Axis) metric,
        string id
    ) =>
        Overlay(
            id,
            $"{(row.Length == 0 ? "All tasks" : TerminalText.Sanitize(row))}: {metric.Title}",
            runs.Select(
                (run, i) =>
                    (
                        $"{ComparisonText.NameOf(i)}",
                        (IReadOnlyList<double>)[.. run.Values(row, metric.Metric, byProblem: false).Select(value => value.Value)]
                    )
            ),
            metric.Unit,
            metric.Axis
        );

    private static IntervalPlot Forest(Comparison comparison, string name, ComparedRow[] rows, string id)
    {
        var ends = rows.SelectMany(row => new[] { row.Difference.Change, row.Difference.Low, row.Difference.High })
            .OfType<double>()
            .Where(double.IsFinite)
            .Append(0)
            .ToArray();
        var (low, high) = (Math.Max(MaxLow, ends.Min() * Padding), Math.Min(MaxHigh, ends.Max() * Padding));
        (low, high) = (Math.Min(low, -MinRange), Math.Max(high, MinRange));
        var isClipped = ends.Any(end => end < low || end > high);
        return new IntervalPlot(
            id,
            name.Length == 0 ? "All tasks and calls" : TerminalText.Sanitize(name),
            new PlotAxis("change from A, 95 % interval", PlotUnit.Change, Range: (low, high)),
            0,
            [
                .. rows.Select(row => new IntervalRow(
                    $"{row.Metric} {row.Statistic}",
                    row.Difference.Change,
                    row.Difference.Low,
                    row.Difference.High,
                    ComparisonText.Change(row),
                    row.Verdict switch
                    {
                        "better" => IntervalTone.Good,
                        "worse" => IntervalTone.Bad,
                        _ => IntervalTone.Neutral,
                    }
                )
                {
                    Detail =
                        (comparison.Results.Count > 2 ? $"{ComparisonText.NameOf(row.Run)}: " : "")
                        + $"{ComparisonText.Value(row, row.Difference.A)} → {ComparisonText.Value(row, row.Difference.B)}"
                        + (row.Verdict.Length > 0 ? $", {row.Verdict}" : ""),
                }),
            ]
        )
        {
            Note = isClipped ? "Intervals beyond the axis are cut off at its ends." : null,
        };
    }
}

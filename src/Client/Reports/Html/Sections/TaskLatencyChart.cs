using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Client.Reports.Plots;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>The task latency of each strategy over time, with the bounds of its SLOs.</summary>
internal static class TaskLatencyChart
{
    private const int MaxBins = 60;

    private const double MinWidth = 1;

    /// <summary>Returns the chart; null if no task ended.</summary>
    public static TimeChart? Of(ReportData data, TimeAxis run)
    {
        var tasks = data.TaskLatencies;
        if (tasks.Rows.Count == 0)
        {
            return null;
        }

        var width = Math.Max(MinWidth, Math.Ceiling(run.Duration / MaxBins));
        var bins = (int)Math.Ceiling(run.Duration / width);
        var time = run with
        {
            Instants = [.. Enumerable.Range(0, bins).Select(i => Math.Min(run.Duration, (i + 0.5) * width))],
            Width = width,
        };
        var (name, share) = tasks.Statistic;
        RowKey[] rows = [.. tasks.Rows.Take(PlotStyle.Count)];
        ChartSeries[] lines =
            rows.Length == 1
                ? [Line(rows[0], "p50", 0.5, 1), Line(rows[0], name, share, 2)]
                : [.. rows.Select((row, i) => Line(row, $"{NameOf(row, rows)} {name}", share, PlotStyle.Of(i)))];
        return new TimeChart(
            "task-latency",
            tasks.Metric == "task.latency" ? "Task latency" : "Effective task latency",
            true,
            time,
            [.. lines.DistinctBy(line => line.Name)]
        )
        {
            Bounds = SloBounds.Of(data.Summary.Slos.Select(slo => slo.Clause), tasks.Metric),
        };

        ChartSeries Line(RowKey row, string label, double percentile, int style)
        {
            var values = tasks.Of(row).ToLookup(task => Math.Clamp((int)(task.End / width), 0, bins - 1), task => task.Seconds);
            return new ChartSeries(
                label,
                tasks.Metric,
                $"s{style}",
                [
                    .. Enumerable
                        .Range(0, bins)
                        .Select(bin =>
                            values[bin].Order().ToArray() is { Length: > 0 } some ? Percentile.OfSorted(some, percentile) : (double?)null
                        ),
                ]
            );
        }
    }

    /// <summary>Returns the strategy, and group and problem if they distinguish the rows.</summary>
    public static string NameOf(RowKey row, IReadOnlyList<RowKey> rows)
    {
        var group = rows.Any(other => other != row && other.Strategy == row.Strategy && other.Problem == row.Problem)
            ? $"{row.Group}: "
            : "";
        var problem = rows.Any(other => other.Problem != row.Problem) ? $" · {row.Problem}" : "";
        return StrategyRows.Shorten($"{group}{row.Strategy}{problem}");
    }
}

using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Charts over the time of the run.</summary>
internal static class TimeCharts
{
    /// <summary>Returns all charts.</summary>
    public static IReadOnlyList<TimeChart> All(ReportData data) => [.. Latency(data), .. Load(data), .. SampleCharts.Servers(data)];

    public static IReadOnlyList<TimeChart> Latency(ReportData data)
    {
        var time = AxisOf(data);
        return
        [
            .. TaskLatencyChart.Of(data, time) is { } tasks ? [tasks] : (TimeChart[])[],
            .. new[]
            {
                Percentiles("ttft", "Time to first token", data.Timeline.Bins.Select(bin => bin.Ttft)),
                Percentiles("latency", "Call latency", data.Timeline.Bins.Select(bin => bin.Latency)),
            }.Where(chart => chart.Lines.Any(line => line.Values.Any(value => value is not null))),
        ];

        TimeChart Percentiles(string id, string title, IEnumerable<List<float>> bins)
        {
            var values = bins.Select(bin => Bin.Percentiles(bin, 0.5, 0.95, 0.99)).ToList();
            return new TimeChart(
                id,
                title,
                true,
                time,
                [
                    new ChartSeries("p50", null, "s1", [.. values.Select(bin => bin[0])]),
                    new ChartSeries("p95", null, "s2", [.. values.Select(bin => bin[1])]),
                    new ChartSeries("p99", null, "s3", [.. values.Select(bin => bin[2])]),
                ]
            )
            {
                Bounds = SloBounds.Of(data.Summary.Slos.Select(slo => slo.Clause), id == "ttft" ? "call.ttft" : "call.latency"),
            };
        }
    }

    public static IReadOnlyList<TimeChart> Load(ReportData data)
    {
        var (time, bins) = (AxisOf(data), data.Timeline.Bins);
        return
        [
            new TimeChart(
                "concurrency",
                "Calls in flight and running tasks",
                false,
                time,
                [
                    new ChartSeries("calls in flight", "calls in flight", "s1", Rates(bin => bin.CallSeconds)),
                    new ChartSeries("running tasks", "task", "s2", Rates(bin => bin.TaskSeconds)),
                ]
            ),
            new TimeChart(
                "calls",
                "Calls per second",
                false,
                time,
                [
                    new ChartSeries("ended", null, "s1", Rates(bin => bin.Calls)),
                    .. bins.Any(bin => bin.Failed > 0)
                        ? new[] { new ChartSeries("failed", "call.errors", "bad", Rates(bin => bin.Failed)) }
                        : [],
                ]
            ),
            new TimeChart(
                "tokens",
                "Tokens per second",
                false,
                time,
                [
                    new ChartSeries("prompt", "call.prompt_tokens", "s1", Rates(bin => bin.PromptTokens)),
                    new ChartSeries("completion", "call.completion_tokens", "s2", Rates(bin => bin.CompletionTokens)),
                ]
            ),
            new TimeChart("tasks", "Tasks per minute", false, time, [new ChartSeries("ended", null, "s1", Rates(bin => bin.Tasks * 60.0))]),
        ];

        double?[] Rates(Func<Bin, double> amount) => [.. bins.Select((bin, i) => (double?)(amount(bin) / LengthOf(i, time)))];
    }

    /// <summary>Returns the length of an interval; the last one ends with the run.</summary>
    private static double LengthOf(int bin, TimeAxis time) => Math.Clamp(time.Duration - (bin * time.Width), time.Width * 0.05, time.Width);

    internal static TimeAxis AxisOf(ReportData data)
    {
        var (facts, timeline) = (data.Summary.Run, data.Timeline);
        var end = Math.Max(facts.DurationSeconds, timeline.End);
        return new TimeAxis(
            [.. timeline.Bins.Select((_, i) => Math.Min(end, (i + 0.5) * timeline.Width))],
            timeline.Width,
            end,
            facts.WindowEndSeconds <= facts.WindowStartSeconds
                ? []
                :
                [
                    .. new[] { (From: 0.0, To: facts.WindowStartSeconds), (From: facts.WindowEndSeconds, To: end) }.Where(span =>
                        span.To - span.From > end / 1000
                    ),
                ]
        )
        {
            Losses = [.. facts.Losses.Select(loss => loss.AtSeconds)],
        };
    }
}

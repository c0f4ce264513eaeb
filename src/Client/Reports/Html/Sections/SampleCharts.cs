using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>
/// Charts of values that are sampled about once per second: their intervals are at least as long as the time between two samples, so that
/// every interval has a value.
/// </summary>
internal static class SampleCharts
{
    private const int MaxBins = 240;

    // A value stands until the next sample; a source without samples for longer is shown as a gap.
    private const double MaxAge = 2.5;

    /// <summary>Returns the requested and the achieved task rate; null without snapshots.</summary>
    public static TimeChart? Rate(ReportData data)
    {
        if (data.Snapshots.Count < 2)
        {
            return null;
        }

        var time = AxisOf(data, data.Snapshots.Select(snapshot => snapshot.ElapsedSeconds));
        var bins = data.Snapshots.ToLookup(snapshot => BinOf(snapshot.ElapsedSeconds, time));
        return new TimeChart(
            "rate",
            data.Summary.Run.OpenLoop ? "Requested and achieved rate, tasks per second" : "Tasks started per second",
            false,
            time,
            [
                .. new[]
                {
                    new ChartSeries("requested", "requested rate", "s2", Means(snapshot => snapshot.RequestedPerSecond)),
                    new ChartSeries("started", "requested rate", "s1", Means(snapshot => snapshot.StartedPerSecond)),
                }.Where(line => line.Values.Any(value => value is not null)),
            ]
        );

        double?[] Means(Func<RunSnapshot, double?> value) => [.. time.Instants.Select((_, bin) => bins[bin].Select(value).Average())];
    }

    /// <summary>Returns the charts of scraped server metrics; charts without data are omitted.</summary>
    public static IReadOnlyList<TimeChart> Servers(ReportData data)
    {
        ServerSample[] samples = [.. data.Servers.Where(sample => sample.HasMetrics)];
        if (samples.Length == 0)
        {
            return [];
        }

        var longest = samples.GroupBy(sample => sample.Source, StringComparer.Ordinal).MaxBy(source => source.Count())!;
        var time = AxisOf(data, longest.Select(sample => sample.AtSeconds));
        return
        [
            .. new[]
            {
                new TimeChart(
                    "server-queue",
                    "Requests on all servers",
                    false,
                    time,
                    [
                        new ChartSeries("running", null, "s1", Values(sample => sample.Running)),
                        new ChartSeries("waiting", "path.queue", "s2", Values(sample => sample.Waiting)),
                    ]
                ),
                new TimeChart(
                    "server-cache",
                    "KV cache usage, % (mean over servers)",
                    false,
                    time,
                    [new ChartSeries("usage", "KV cache", "s1", Values(sample => 100 * sample.KvCacheUsage, isSum: false))]
                ),
                new TimeChart(
                    "server-power",
                    "Total GPU power, W",
                    false,
                    time,
                    [new ChartSeries("power", null, "s1", Values(sample => sample.GpuPowerWatts))]
                ),
            }
                .Select(chart => chart with { Lines = [.. chart.Lines.Where(line => line.Values.Any(value => value is not null))] })
                .Where(chart => chart.Lines.Count > 0),
        ];

        double?[] Values(Func<ServerSample, double?> value, bool isSum = true)
        {
            var sources = samples
                .Where(sample => value(sample) is not null)
                .GroupBy(sample => sample.Source, StringComparer.Ordinal)
                .Select(source => source.OrderBy(sample => sample.AtSeconds).ToArray())
                .ToArray();
            return
            [
                .. time.Instants.Select(instant =>
                {
                    double[] known = [.. sources.Select(source => At(source, value, instant, time.Width)).OfType<double>()];
                    return known.Length == 0 ? (double?)null
                        : isSum ? known.Sum()
                        : known.Average();
                }),
            ];
        }
    }

    /// <summary>Returns the mean of the samples in the interval; without one, the latest value that is not too old.</summary>
    private static double? At(ServerSample[] source, Func<ServerSample, double?> value, double instant, double width)
    {
        var (from, to) = (instant - (width / 2), instant + (width / 2));
        double[] inside = [.. source.Where(sample => sample.AtSeconds >= from && sample.AtSeconds < to).Select(value).OfType<double>()];
        return inside.Length > 0 ? inside.Average()
            : source.LastOrDefault(sample => sample.AtSeconds < from && sample.AtSeconds >= from - (MaxAge * width)) is { } last
                ? value(last)
            : null;
    }

    private static TimeAxis AxisOf(ReportData data, IEnumerable<double> instants)
    {
        double[] ordered = [.. instants.Order()];
        double[] gaps = [.. ordered.Zip(ordered.Skip(1), (a, b) => b - a).Order()];
        var run = TimeCharts.AxisOf(data);
        var width = Math.Max(gaps.Length == 0 ? 1 : Math.Max(0.1, gaps[gaps.Length / 2]), run.Duration / MaxBins);
        var bins = Math.Max(1, (int)Math.Ceiling(run.Duration / width));
        return run with { Instants = [.. Enumerable.Range(0, bins).Select(i => Math.Min(run.Duration, (i + 0.5) * width))], Width = width };
    }

    private static int BinOf(double instant, TimeAxis time) => Math.Clamp((int)(instant / time.Width), 0, time.Instants.Length - 1);
}

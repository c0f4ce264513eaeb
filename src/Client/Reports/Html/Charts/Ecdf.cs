using AgentLoad.Measurement.Histograms;

namespace AgentLoad.Client.Reports.Html.Charts;

/// <summary>Empirical cumulative distribution functions of durations on a logarithmic axis.</summary>
internal static class Ecdf
{
    private const double MinSeconds = 1e-4,
        MinStep = 0.002;

    public static Markup Draw(string title, IReadOnlyList<(Markup Name, string CssClass, LogLinearHistogram Values)> lines)
    {
        var x = Scale.LogAround(
            lines.SelectMany(line => new[] { Math.Max(MinSeconds, line.Values.Percentile(0.001) ?? 0), line.Values.Max ?? 0 })
        );
        var body = new Markup();
        foreach (var line in lines)
        {
            body.Add(Plot.Line(line.CssClass, Points(line.Values, x)));
        }

        return Markup.Of(
            $"""
            <figure class="chart"><figcaption><h3>{title}</h3>{Plot.Legend(lines.Select(line => (line.CssClass, line.Name)))}</figcaption>
            {Plot.Frame(title, x, Scale.Between(0, 1), v => NumberFormat.Seconds(v), v => NumberFormat.Percent(v), body)}</figure>
            """
        );
    }

    private static IEnumerable<(double, double?)> Points(LogLinearHistogram values, Scale x)
    {
        var (seen, last) = (0L, -1.0);
        yield return (x.At((values.Min ?? 0) * 0.999), 0);
        foreach (var bucket in values.Buckets)
        {
            seen += bucket.Count;
            var at = x.At((bucket.LowestMicroseconds + bucket.WidthMicroseconds) / 1e6);
            // One point per pixel is enough.
            if (at - last < MinStep && seen < values.Count)
            {
                continue;
            }

            last = at;
            yield return (at, (double)seen / values.Count);
        }

        yield return (1, 1);
    }
}

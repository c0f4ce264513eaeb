using AgentLoad.Measurement.Histograms;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>Empirical cumulative distribution functions of durations on a logarithmic axis.</summary>
internal static class EcdfPlot
{
    private const double MinSeconds = 1e-4,
        MinStep = 0.01;

    private const int MaxPoints = 400;

    /// <summary>Creates a plot of several distributions.</summary>
    /// <param name="id">Name of the exported file.</param>
    /// <param name="title">Heading.</param>
    /// <param name="lines">Name, style, term of the glossary and points of each distribution.</param>
    /// <param name="unit">Unit of the values.</param>
    /// <param name="axis">Label of the values.</param>
    public static XyPlot Of(
        string id,
        string title,
        IReadOnlyList<(string Name, int Style, string? Term, IReadOnlyList<PlotPoint> Points)> lines,
        PlotUnit unit = PlotUnit.Seconds,
        string axis = "seconds"
    ) =>
        new(
            id,
            title,
            new PlotAxis(axis, unit, IsLog: true),
            PlotAxis.Share("share at or below"),
            [.. lines.Select(line => new PlotSeries(line.Name, line.Style, line.Points) { Term = line.Term })]
        );

    /// <summary>Returns the distribution of a histogram; one point per percent of the axis is enough.</summary>
    public static IReadOnlyList<PlotPoint> Points(LogLinearHistogram values)
    {
        var (seen, last) = (0L, 0.0);
        var points = new List<PlotPoint> { new(Math.Max(MinSeconds, (values.Min ?? 0) * 0.999), 0) };
        foreach (var bucket in values.Buckets)
        {
            seen += bucket.Count;
            var at = Math.Max(MinSeconds, (bucket.LowestMicroseconds + bucket.WidthMicroseconds) / 1e6);
            if (Math.Log(at / Math.Max(MinSeconds, last)) < MinStep && seen < values.Count)
            {
                continue;
            }

            last = at;
            points.Add(new PlotPoint(at, (double)seen / values.Count));
        }

        return points;
    }

    /// <summary>Returns the distribution of exact values.</summary>
    /// <param name="values">Values.</param>
    /// <param name="total">
    /// Number of observations; more than the values if some are infinite, so that the distribution ends below 100 %.
    /// </param>
    public static IReadOnlyList<PlotPoint> Points(IReadOnlyList<double> values, long total)
    {
        double[] sorted = [.. values.Where(value => value > 0).Order()];
        var zeros = values.Count - sorted.Length;
        if (sorted.Length == 0)
        {
            return [];
        }

        var step = Math.Max(1, sorted.Length / MaxPoints);
        var points = new List<PlotPoint> { new(sorted[0], (double)zeros / total) };
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i % step == 0 || i == sorted.Length - 1)
            {
                points.Add(new PlotPoint(sorted[i], (double)(zeros + i + 1) / total));
            }
        }

        return points;
    }
}

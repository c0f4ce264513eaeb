namespace AgentLoad.Client.Reports.Plots;

/// <summary>Draws an <see cref="XyPlot"/> as an SVG image.</summary>
internal static class XyPlotSvg
{
    private const double Width = 640,
        Left = 74,
        Right = 20,
        Height = 300,
        LegendRow = 18,
        LegendCharacter = 6.6;

    private const string Grid = "#e4e4e0",
        Bound = "#b3261e";

    public static string Write(XyPlot plot, string? note)
    {
        var canvas = new SvgCanvas(Width);
        canvas.Title(plot.Title);
        var top = Legend(plot, canvas);
        var (x, y) = plot.Scales();
        double AtX(double value) => Left + (x.At(value) * (Width - Left - Right));
        double AtY(double value) => top + Height - (y.At(value) * Height);
        foreach (var tick in y.Ticks(5))
        {
            canvas.Line(Left, AtY(tick), Width - Right, AtY(tick), Grid);
            canvas.Text(Left - 8, AtY(tick) + 4, plot.Y.Format(tick), "end");
        }

        foreach (var tick in x.Ticks(6))
        {
            canvas.Line(AtX(tick), top + Height, AtX(tick), top + Height + 4, "#999999");
            canvas.Text(AtX(tick), top + Height + 18, plot.X.Format(tick), "middle");
        }

        canvas.Line(Left, top + Height, Width - Right, top + Height, "#999999");
        canvas.VerticalText(16, top + (Height / 2), plot.Y.Name);
        canvas.Text((Left + Width - Right) / 2, top + Height + 36, plot.X.Name, "middle");
        foreach (var reference in plot.References)
        {
            Reference(reference);
        }

        foreach (var series in plot.Series.Where(series => series.HasLine))
        {
            canvas.Path(
                series.Points.Select(point => point.Y is { } value ? (AtX(point.X), AtY(value)) : ((double, double)?)null),
                PlotStyle.ColorOf(series.Style),
                PlotStyle.DashOf(series.Style)
            );
        }

        foreach (var series in plot.Series.Where(series => series.HasMarkers || series.IsNumbered))
        {
            foreach (var point in series.Points)
            {
                Marker(series, point, plot.NumberOf(series, point));
            }
        }

        var bottom = canvas.Paragraph(
            top + Height + 58,
            [.. plot.Labels().Select((label, i) => $"{i + 1}  {label}"), .. new[] { plot.Note, note }.OfType<string>()]
        );
        return canvas.ToString(bottom + 2, plot.Title);

        void Reference(PlotReference reference)
        {
            if (reference.IsVertical)
            {
                var at = AtX(reference.Value);
                var isRight = at > Width * 0.6;
                canvas.Line(at, top, at, top + Height, Bound, 1.2, "5 3");
                canvas.Text(at + (isRight ? -5 : 5), top + Height - 8, reference.Name, isRight ? "end" : "start", Bound);
            }
            else
            {
                var at = AtY(reference.Value);
                canvas.Line(Left, at, Width - Right, at, Bound, 1.2, "5 3");
                canvas.Text(Width - Right - 4, at < top + 16 ? at + 14 : at - 5, reference.Name, "end", Bound);
            }
        }

        void Marker(PlotSeries series, PlotPoint point, int? shown)
        {
            if (point.Y is not { } value)
            {
                return;
            }

            var color = PlotStyle.ColorOf(series.Style);
            if (point is { Low: { } low, High: { } high })
            {
                canvas.Line(AtX(point.X), AtY(low), AtX(point.X), AtY(high), color, 1.6);
            }

            canvas.Circle(AtX(point.X), AtY(value), shown is null ? 4 : 9, color, point.IsHollow);
            if (shown is { } text)
            {
                canvas.Text(AtX(point.X), AtY(value) + 4, $"{text}", "middle", point.IsHollow ? color : "#ffffff", 11);
            }
        }
    }

    /// <summary>Draws the legend and returns the top of the plot.</summary>
    private static double Legend(XyPlot plot, SvgCanvas canvas)
    {
        var (x, y) = (12.0, 42.0);
        foreach (var series in plot.Series.Where(series => series.Name.Length > 0))
        {
            var width = 34 + (series.Name.Length * LegendCharacter);
            if (x > 12 && x + width > Width)
            {
                (x, y) = (12, y + LegendRow);
            }

            if (series.HasLine)
            {
                canvas.Line(x, y - 4, x + 24, y - 4, PlotStyle.ColorOf(series.Style), 1.8, PlotStyle.DashOf(series.Style));
            }
            else
            {
                canvas.Circle(x + 12, y - 4, 4, PlotStyle.ColorOf(series.Style), isHollow: false);
            }

            canvas.Text(x + 30, y, series.Name);
            x += width + 10;
        }

        return x > 12 ? y + 18 : 40;
    }
}

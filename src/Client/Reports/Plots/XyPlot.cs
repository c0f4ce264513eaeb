using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Charts;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>A point of a series.</summary>
/// <param name="X">Horizontal position.</param>
/// <param name="Y">Vertical position; null for a gap in the line.</param>
/// <param name="Low">Lower end of the interval of y; null without an interval.</param>
/// <param name="High">Upper end of the interval of y.</param>
/// <param name="Label">Text in the legend of a numbered series, and in the tooltip.</param>
/// <param name="IsHollow">True for a marker without a fill: a level that missed its SLO, or the baseline.</param>
internal readonly record struct PlotPoint(
    double X,
    double? Y,
    double? Low = null,
    double? High = null,
    string? Label = null,
    bool IsHollow = false
);

/// <summary>A series of a plot.</summary>
/// <param name="Name">Name in the legend; empty to omit it from the legend.</param>
/// <param name="Style">Color and dash pattern, from 1 to <see cref="PlotStyle.Count"/>.</param>
/// <param name="Points">Points in drawing order.</param>
internal sealed record PlotSeries(string Name, int Style, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>True to connect the points.</summary>
    public bool HasLine { get; init; } = true;

    /// <summary>True to draw a marker at each point.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>True to number the markers and to list their labels below the plot.</summary>
    public bool IsNumbered { get; init; }

    /// <summary>Definition in the glossary; null if there is none.</summary>
    public string? Term { get; init; }
}

/// <summary>A line across the plot, such as the bound of an SLO.</summary>
/// <param name="Name">Label at the line.</param>
/// <param name="Value">Position on the axis.</param>
/// <param name="IsVertical">True for a line at a value of x.</param>
internal sealed record PlotReference(string Name, double Value, bool IsVertical = false);

/// <summary>Series of points over two axes.</summary>
/// <param name="Id">Name of the exported file.</param>
/// <param name="Title">Heading.</param>
/// <param name="X">Horizontal axis.</param>
/// <param name="Y">Vertical axis.</param>
/// <param name="Series">Series, drawn in this order.</param>
internal sealed record XyPlot(string Id, string Title, PlotAxis X, PlotAxis Y, IReadOnlyList<PlotSeries> Series) : ReportPlot(Id, Title)
{
    /// <summary>Lines across the plot.</summary>
    public IReadOnlyList<PlotReference> References { get; init; } = [];

    /// <summary>Explanation below the plot; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Returns the scales of both axes.</summary>
    public (Scale X, Scale Y) Scales()
    {
        var points = Series.SelectMany(series => series.Points).ToArray();
        return (
            X.ScaleOf(points.Select(point => point.X).Concat(Bounds(isVertical: true))),
            Y.ScaleOf(
                points
                    .SelectMany(point => new[] { point.Y, point.Low, point.High })
                    .OfType<double>()
                    .Where(double.IsFinite)
                    .Concat(Bounds(isVertical: false))
            )
        );
    }

    /// <summary>Returns the labels of the numbered points in the order of their numbers. Points with equal labels share a number.</summary>
    public IReadOnlyList<string> Labels() =>
        [
            .. Series
                .Where(series => series.IsNumbered)
                .SelectMany(series => series.Points)
                .Select(point => point.Label ?? "")
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Returns the number of a point in a numbered series; null in other series.</summary>
    public int? NumberOf(PlotSeries series, PlotPoint point) => series.IsNumbered ? Labels().ToList().IndexOf(point.Label ?? "") + 1 : null;

    public override Markup Draw()
    {
        var (x, y) = Scales();
        var body = new Markup();
        foreach (var reference in References)
        {
            body.Add(ReferenceMarkup(reference, reference.IsVertical ? x : y));
        }

        foreach (var series in Series.Where(series => series.HasLine))
        {
            body.Add(
                Plot.Line($"s{series.Style}", series.Points.Select(point => (x.At(point.X), point.Y is { } at ? y.At(at) : (double?)null)))
            );
        }

        foreach (var series in Series.Where(series => series.HasMarkers || series.IsNumbered))
        {
            foreach (var point in series.Points)
            {
                body.Add(Marker(series, point, NumberOf(series, point), x, y));
            }
        }

        var names = Series.Where(series => series.Name.Length > 0).ToArray();
        var legend =
            names.Length == 0
                ? null
                : Plot.Legend(
                    names.Select(series =>
                        (
                            series.HasLine ? $"s{series.Style}" : $"only-marker s{series.Style}",
                            Glossary.TermOrText(series.Term, series.Name)
                        )
                    )
                );
        return Markup.Of(
            $"""
            <figure class="chart"><figcaption><h3>{Title}</h3>{legend}</figcaption><p class="yname">{Y.Name}</p>
            {Plot.Frame(Title, x, y, X.Format, Y.Format, body)}<p class="xname">{X.Name} →</p>{NumberedList()}{(
                Note is null ? null : Markup.Of($"""<p class="foot">{Note}</p>""")
            )}</figure>
            """
        );
    }

    public override string ToSvg(string? note) => XyPlotSvg.Write(this, note);

    private IEnumerable<double> Bounds(bool isVertical) =>
        References.Where(reference => reference.IsVertical == isVertical).Select(reference => reference.Value);

    private Markup? NumberedList()
    {
        var labels = Labels();
        if (labels.Count == 0)
        {
            return null;
        }

        var list = new Markup();
        foreach (var label in labels)
        {
            list.Add($"<li>{label}</li>");
        }

        return Markup.Of($"""<ol class="numbered">{list}</ol>""");
    }

    private Markup Marker(PlotSeries series, PlotPoint point, int? number, Scale x, Scale y)
    {
        if (point.Y is not { } value)
        {
            return new Markup();
        }

        var (left, top) = (100 * x.At(point.X), Plot.FromTop(y.At(value)));
        var title =
            $"{(point.Label is null ? series.Name : point.Label)}: {Y.Format(value)}"
            + (point is { Low: { } low, High: { } high } ? $" ({Y.Format(low)} to {Y.Format(high)})" : "")
            + $" at {X.Format(point.X)}";
        var mark = Markup.Of(
            $"""<circle class="dot s{series.Style}{(point.IsHollow ? " hollow" : "")}" cx="{left}%" cy="{top}%" """
                + $"""r="{(number is null ? 4.5 : 8.5)}"><title>{title}</title></circle>"""
        );
        if (number is { } shown)
        {
            mark.Add(
                $"""<text class="num{(point.IsHollow ? " hollow" : "")}" x="{left}%" y="{top}%" dy="4" """
                    + $"""text-anchor="middle">{shown}</text>"""
            );
        }

        return point is { Low: { } from, High: { } to }
            ? Markup.Of(
                $"""<line class="interval s{series.Style}" x1="{left}%" x2="{left}%" y1="{Plot.FromTop(y.At(from))}%" """
                    + $"""y2="{Plot.FromTop(y.At(to))}%"/>{mark}"""
            )
            : mark;
    }

    private static Markup ReferenceMarkup(PlotReference reference, Scale scale)
    {
        var at = reference.IsVertical ? 100 * scale.At(reference.Value) : Plot.FromTop(scale.At(reference.Value));
        return reference.IsVertical
            ? Markup.Of(
                $"""<line class="bound" x1="{at}%" x2="{at}%" y1="0" y2="100%"/><text class="label" x="{at}%" y="100%" dy="-7" """
                    + $"""dx="{(at > 60 ? -6 : 6)}" text-anchor="{(at > 60 ? "end" : "start")}">{reference.Name}</text>"""
            )
            : Plot.Bound(reference.Name, at);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Client.Reports.Plots;

namespace AgentLoad.Client.Reports.Html.Charts;

/// <summary>A series of a time chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Term">Definition in the glossary; null for none.</param>
/// <param name="CssClass">CSS class; dash patterns distinguish the lines without color.</param>
/// <param name="Values">One value per instant; null if missing.</param>
internal sealed record ChartSeries(string Name, string? Term, string CssClass, double?[] Values);

/// <summary>A chart over the time of the run: static SVG, and the data with which the script replaces it by an interactive chart.</summary>
/// <param name="Id">Id of the chart in the page.</param>
/// <param name="Title">Heading.</param>
/// <param name="InSeconds">True if the values are durations in seconds.</param>
/// <param name="Time">Time axis shared by all charts of the page.</param>
/// <param name="Lines">Series to draw.</param>
internal sealed record TimeChart(string Id, string Title, bool InSeconds, TimeAxis Time, IReadOnlyList<ChartSeries> Lines)
{
    /// <summary>Bounds of SLOs, drawn as horizontal lines.</summary>
    public IReadOnlyList<PlotReference> Bounds { get; init; } = [];

    public Markup Draw()
    {
        var x = Scale.Between(0, Time.Duration);
        var y = Scale.FromZero(Lines.SelectMany(line => line.Values).Concat(Bounds.Select(bound => (double?)bound.Value)).Max() ?? 1);
        var body = new Markup();
        foreach (var (from, to) in Time.OutsideWindow)
        {
            body.Add(
                $"""<rect class="outside" x="{100 * x.At(from)}%" width="{100 * (x.At(to) - x.At(from))}%" y="0" """
                    + $"""height="100%"><title>outside the measured window</title></rect>"""
            );
        }

        body.Add(Plot.HostLosses(Time.Losses, x));
        foreach (var bound in Bounds)
        {
            body.Add(Plot.Bound(bound.Name, Plot.FromTop(y.At(bound.Value))));
        }

        foreach (var line in Lines)
        {
            body.Add(
                Plot.Line(
                    line.CssClass,
                    line.Values.Select((value, i) => (x.At(Time.Instants[i]), value is { } known ? y.At(known) : (double?)null))
                )
            );
        }

        return Markup.Of(
            $"""
            <figure class="chart" data-series="{Id}"><figcaption><h3>{Title}</h3>{Plot.Legend(
                Lines.Select(line => (line.CssClass, Glossary.TermOrText(line.Term, line.Name)))
            )}</figcaption>
            {Plot.Frame(Title, x, y, v => NumberFormat.Seconds(v), Format, body)}</figure>
            """
        );
    }

    /// <summary>Returns the chart as a plot for papers.</summary>
    public XyPlot ToPlot() =>
        new(
            $"time-{Id}",
            Title,
            new PlotAxis("time since the start of the run", PlotUnit.Seconds, Range: (0, Time.Duration)),
            new PlotAxis(Title.ToLowerInvariant(), InSeconds ? PlotUnit.Seconds : PlotUnit.Number),
            [
                .. Lines.Select(
                    (line, i) =>
                        new PlotSeries(
                            line.Name,
                            PlotStyle.Of(i),
                            [.. line.Values.Select((value, at) => new PlotPoint(Time.Instants[at], value))]
                        )
                ),
            ]
        )
        {
            References = [.. Time.Losses.Select(at => new PlotReference("host lost", at, IsVertical: true)), .. Bounds],
        };

    private string Format(double value) => InSeconds ? NumberFormat.Seconds(value) : NumberFormat.Number(value);

    /// <summary>Returns the chart data for the script.</summary>
    public JsonObject Data() =>
        new()
        {
            ["seconds"] = InSeconds,
            ["x"] = Values(Time.Instants.Select(value => (double?)value)),
            ["outside"] = new JsonArray([.. Time.OutsideWindow.Select(span => Values([span.From, span.To]))]),
            ["losses"] = Values(Time.Losses.Select(at => (double?)at)),
            ["duration"] = Rounded(Time.Duration),
            ["bounds"] = new JsonArray([.. Bounds.Select(bound => new JsonObject { ["name"] = bound.Name, ["y"] = Rounded(bound.Value) })]),
            ["lines"] = new JsonArray([.. Lines.Select(line => new JsonObject { ["css"] = line.CssClass, ["y"] = Values(line.Values) })]),
        };

    private static JsonArray Values(IEnumerable<double?> values) =>
        new([.. values.Select(value => value is { } known && double.IsFinite(known) ? JsonValue.Create(Rounded(known)) : null)]);

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

/// <summary>Time axis shared by the time charts.</summary>
/// <param name="Instants">Midpoint of each interval, seconds since the start of the run.</param>
/// <param name="Width">Length of an interval, seconds.</param>
/// <param name="Duration">Length of the run, seconds.</param>
/// <param name="OutsideWindow">Spans before and after the measured window.</param>
internal sealed record TimeAxis(double[] Instants, double Width, double Duration, IReadOnlyList<(double From, double To)> OutsideWindow)
{
    /// <summary>Times of host losses, seconds since the start of the run.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];
}

namespace AgentLoad.Client.Reports.Html.Charts;

/// <summary>
/// Chart frame: axes, grid and labels. Positions are percentages, so the chart scales with the page while the text keeps its size.
/// </summary>
internal static class Plot
{
    /// <summary>Returns a chart with both axes.</summary>
    /// <param name="label">Description for screen readers.</param>
    /// <param name="x">Horizontal axis.</param>
    /// <param name="y">Vertical axis.</param>
    /// <param name="formatX">Formats a tick of the horizontal axis.</param>
    /// <param name="formatY">Formats a tick of the vertical axis.</param>
    /// <param name="body">Content.</param>
    public static Markup Frame(string label, Scale x, Scale y, Func<double, string> formatX, Func<double, string> formatY, Markup body)
    {
        var (grid, left) = (new Markup(), new Markup());
        foreach (var tick in y.Ticks(4))
        {
            var at = FromTop(y.At(tick));
            grid.Add($"""<line class="grid" x1="0" x2="100%" y1="{at}%" y2="{at}%"/>""");
            left.Add($"""<text x="100%" dx="-8" y="{at}%" dy="4">{formatY(tick)}</text>""");
        }

        return Markup.Of(
            $"""
            <div class="plot"><svg class="ylab" aria-hidden="true">{left}</svg><svg class="area" role="img"
            aria-label="{label}">{grid}{body}</svg>
            {AxisBelow(x, formatX)}</div>
            """
        );
    }

    /// <summary>Returns the labels of a horizontal axis.</summary>
    public static Markup AxisBelow(Scale x, Func<double, string> format)
    {
        var ticks = new Markup();
        // A narrow page shows every other label.
        foreach (var (number, tick) in x.Ticks(5).Index())
        {
            var at = 100 * x.At(tick);
            var anchor =
                at < 3 ? "start"
                : at > 97 ? "end"
                : "middle";
            ticks.Add(
                $"""<line class="tick" x1="{at}%" x2="{at}%" y1="0" y2="4"/><text class="t{number % 2}" x="{at}%" y="17" """
                    + $"""text-anchor="{anchor}">{format(tick)}</text>"""
            );
        }

        return Markup.Of($"""<svg class="xlab" aria-hidden="true">{ticks}</svg>""");
    }

    /// <summary>Returns a line through points given as shares of the axes, with a gap if y is null.</summary>
    public static Markup Line(string cssClass, IEnumerable<(double X, double? Y)> points)
    {
        var path = new Markup();
        var isPenDown = false;
        foreach (var (x, y) in points)
        {
            if (y is { } height)
            {
                path.Add($"{(isPenDown ? "L" : "M")}{Math.Round(x * 1000, 1)} {Math.Round(10 * FromTop(height), 1)}");
            }

            isPenDown = y is not null;
        }

        return Markup.Of(
            $"""<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" class="over"><path """
                + $"""class="line {cssClass}" d="{path}"/></svg>"""
        );
    }

    /// <summary>Returns markers at the times of host losses.</summary>
    public static Markup HostLosses(IReadOnlyList<double> instants, Scale x)
    {
        var marks = new Markup();
        foreach (var at in instants)
        {
            var left = 100 * x.At(at);
            marks.Add(
                $"""<g class="loss"><line x1="{left}%" x2="{left}%" y1="0" y2="100%"/><text x="{left}%" y="12" """
                    + $"""dx="4">✕</text><title>host lost at {NumberFormat.Seconds(at)}</title></g>"""
            );
        }

        return marks;
    }

    /// <summary>Returns a labeled horizontal line at a percentage from the top.</summary>
    public static Markup Bound(string name, double top) =>
        Markup.Of(
            $"""<line class="bound" x1="0" x2="100%" y1="{top}%" y2="{top}%"/><text class="label" x="100%" y="{top}%" """
                + $"""dx="-4" dy="{(top < 12 ? 15 : -5)}" text-anchor="end">{name}</text>"""
        );

    /// <summary>Returns the legend of the lines.</summary>
    public static Markup Legend(IEnumerable<(string CssClass, Markup Name)> entries)
    {
        var list = new Markup();
        foreach (var (cssClass, name) in entries)
        {
            var key = cssClass.StartsWith("only-marker", StringComparison.Ordinal)
                ? Markup.Of($"""<circle class="dot {cssClass}" cx="12" cy="6" r="4.5"/>""")
                : Markup.Of($"""<line class="line {cssClass}" x1="1" x2="23" y1="6" y2="6"/>""");
            list.Add($"""<li><svg class="key" aria-hidden="true">{key}</svg>{name}</li>""");
        }

        return Markup.Of($"""<ul class="legend">{list}</ul>""");
    }

    /// <summary>Converts a share of the height from the bottom to a percentage from the top.</summary>
    public static double FromTop(double share) => 100 - (100 * share);
}

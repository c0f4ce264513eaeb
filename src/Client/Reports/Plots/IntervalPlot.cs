using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Charts;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>Whether a row of an interval plot is an improvement.</summary>
internal enum IntervalTone
{
    /// <summary>The interval includes the reference, or there is no direction.</summary>
    Neutral,

    /// <summary>Better.</summary>
    Good,

    /// <summary>Worse.</summary>
    Bad,
}

/// <summary>A value with its interval.</summary>
/// <param name="Name">Label.</param>
/// <param name="Value">Value.</param>
/// <param name="Low">Lower end of the interval; null without an interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Text">Formatted value.</param>
/// <param name="Tone">Whether the row is an improvement.</param>
internal sealed record IntervalRow(string Name, double Value, double? Low, double? High, string Text, IntervalTone Tone = default)
{
    /// <summary>Detail below the label; null for none.</summary>
    public string? Detail { get; init; }
}

/// <summary>Rows of values with intervals on a shared axis (forest plot).</summary>
/// <param name="Id">Name of the exported file.</param>
/// <param name="Title">Heading.</param>
/// <param name="X">Axis.</param>
/// <param name="Reference">Value that means "no difference".</param>
/// <param name="Rows">Rows from top to bottom.</param>
internal sealed record IntervalPlot(string Id, string Title, PlotAxis X, double Reference, IReadOnlyList<IntervalRow> Rows)
    : ReportPlot(Id, Title)
{
    private const double Width = 640,
        Row = 26,
        Left = 210,
        Right = 180;

    /// <summary>Definition of the values in the glossary; null if there is none.</summary>
    public string? Term { get; init; }

    /// <summary>Explanation below the plot; null for none.</summary>
    public string? Note { get; init; }

    public Scale ScaleOf() => X.ScaleOf(Rows.SelectMany(row => new[] { row.Low ?? row.Value, row.High ?? row.Value }).Append(Reference));

    public override Markup Draw()
    {
        var x = ScaleOf();
        var zero = 100 * x.At(Reference);
        var chart = RowChart.Draw(
            Glossary.TermOrText(Term, Title),
            x,
            X.Format,
            Rows.Select(row => new ChartRow(
                Markup.Of($"{row.Name}{(row.Detail is null ? null : Markup.Of($"<small>{row.Detail}</small>"))}"),
                Markup.Of(
                    $"""<line class="zero" x1="{zero}%" x2="{zero}%" y1="0" y2="100%"/><line class="interval {CssClass(row.Tone)}" """
                        + $"""x1="{100 * x.At(row.Low ?? row.Value)}%" x2="{100 * x.At(row.High ?? row.Value)}%" y1="50%" """
                        + $"""y2="50%"/><circle class="dot {CssClass(row.Tone)}" cx="{100 * x.At(row.Value)}%" cy="50%" r="4.5"/>"""
                ),
                Spread.Of(row.Text)
            )),
            cssClass: "intervals"
        );
        return Note is null ? chart : chart.Add($"""<p class="foot">{Note}</p>""");
    }

    public override string ToSvg(string? note)
    {
        var (canvas, x, top) = (new SvgCanvas(Width), ScaleOf(), 44.0);
        double At(double value) => Left + (x.At(value) * (Width - Left - Right));
        canvas.Title(Title);
        var bottom = top + (Rows.Count * Row);
        foreach (var tick in x.Ticks(4))
        {
            canvas.Line(At(tick), top - 6, At(tick), bottom, "#e4e4e0");
            canvas.Text(At(tick), bottom + 16, X.Format(tick), "middle");
        }

        canvas.Line(At(Reference), top - 6, At(Reference), bottom, "#555555");
        canvas.Text((Left + Width - Right) / 2, bottom + 34, X.Name, "middle");
        for (var i = 0; i < Rows.Count; i++)
        {
            var (row, y) = (Rows[i], top + (i * Row) + (Row / 2) - 6);
            canvas.Text(Left - 10, y + 4, TerminalText.Truncate(row.Detail is null ? row.Name : $"{row.Name} · {row.Detail}", 32), "end");
            canvas.Line(At(row.Low ?? row.Value), y, At(row.High ?? row.Value), y, ColorOf(row.Tone), 1.8);
            canvas.Circle(At(row.Value), y, 4, ColorOf(row.Tone), isHollow: false);
            canvas.Text(Width - Right + 10, y + 4, row.Text, size: 11.5);
        }

        return canvas.ToString(canvas.Paragraph(bottom + 54, new[] { Note, note }.OfType<string>()) + 2, Title);
    }

    private static string CssClass(IntervalTone tone) =>
        tone switch
        {
            IntervalTone.Good => "better",
            IntervalTone.Bad => "worse",
            _ => "",
        };

    private static string ColorOf(IntervalTone tone) =>
        tone switch
        {
            IntervalTone.Good => "#2c7a4b",
            IntervalTone.Bad => "#b3261e",
            _ => "#1f5fa8",
        };
}

using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Html.Charts;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>A bar of a stack plot.</summary>
/// <param name="Name">Label.</param>
/// <param name="Detail">Detail below the label; empty for none.</param>
/// <param name="Values">Value of each part.</param>
internal sealed record StackRow(string Name, string Detail, IReadOnlyList<double> Values)
{
    /// <summary>Sum of the parts.</summary>
    public double Total => Values.Sum();
}

/// <summary>A part of the bars.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="CssClass">CSS class of the part in a page.</param>
/// <param name="Color">Color in the image.</param>
/// <param name="Term">Definition in the glossary.</param>
internal sealed record StackPart(string Name, string CssClass, string Color, string Term);

/// <summary>Bars of stacked parts on a shared axis of seconds.</summary>
/// <param name="Id">Name of the exported file.</param>
/// <param name="Title">Heading.</param>
/// <param name="Parts">Parts in stacking order; parts without a visible share are omitted from the legend.</param>
/// <param name="Rows">Bars from top to bottom.</param>
internal sealed record StackPlot(string Id, string Title, IReadOnlyList<StackPart> Parts, IReadOnlyList<StackRow> Rows)
    : ReportPlot(Id, Title)
{
    private const double Width = 640,
        Row = 26,
        Left = 210,
        Right = 70,
        MinShare = 0.005;

    private IEnumerable<int> Shown =>
        Enumerable.Range(0, Parts.Count).Where(part => Rows.Any(row => row.Values[part] >= MinShare * row.Total && row.Values[part] > 0));

    public override Markup Draw()
    {
        var x = Scale.FromZero(Rows.Max(row => row.Total));
        var legend = new Markup();
        foreach (var part in Shown.Select(part => Parts[part]))
        {
            legend.Add(
                $"""<li><svg class="key" aria-hidden="true"><rect class="part {part.CssClass}" x="2" y="1" width="20" """
                    + $"""height="10"/></svg>{Glossary.Term(part.Term, part.Name)}</li>"""
            );
        }

        return RowChart.Draw(
            Markup.Of($"{Title}"),
            x,
            value => NumberFormat.Seconds(value),
            Rows.Select(row => new ChartRow(
                Markup.Of($"{row.Name}{(row.Detail.Length == 0 ? null : Markup.Of($"<small>{row.Detail}</small>"))}"),
                Bar(row, x),
                Markup.Of($"{NumberFormat.Seconds(row.Total)}")
            )),
            Markup.Of($"""<ul class="legend">{legend}</ul>""")
        );
    }

    public override string ToSvg(string? note)
    {
        var (canvas, x, top) = (new SvgCanvas(Width), Scale.FromZero(Rows.Max(row => row.Total)), 62.0);
        double At(double value) => Left + (x.At(value) * (Width - Left - Right));
        canvas.Title(Title);
        var left = 12.0;
        foreach (var part in Shown.Select(part => Parts[part]))
        {
            if (left + 30 + (part.Name.Length * 6.6) > Width)
            {
                (left, top) = (12, top + 18);
            }

            canvas.Rectangle(left, top - 30, 18, 10, part.Color);
            canvas.Text(left + 24, top - 21, part.Name);
            left += 40 + (part.Name.Length * 6.6);
        }

        var bottom = top + (Rows.Count * Row);
        foreach (var tick in x.Ticks(5))
        {
            canvas.Line(At(tick), top - 6, At(tick), bottom, "#e4e4e0");
            canvas.Text(At(tick), bottom + 16, NumberFormat.Seconds(tick), "middle");
        }

        for (var i = 0; i < Rows.Count; i++)
        {
            var (row, y, sum) = (Rows[i], top + (i * Row), 0.0);
            canvas.Text(Left - 10, y + 12, TerminalText.Truncate(row.Name, 32), "end");
            for (var part = 0; part < Parts.Count; sum += row.Values[part], part++)
            {
                canvas.Rectangle(At(sum), y, At(sum + row.Values[part]) - At(sum), 16, Parts[part].Color);
            }

            canvas.Text(At(row.Total) + 6, y + 12, NumberFormat.Seconds(row.Total), size: 11.5);
        }

        return canvas.ToString(canvas.Paragraph(bottom + 36, new[] { note }.OfType<string>()) + 2, Title);
    }

    private Markup Bar(StackRow row, Scale x)
    {
        var (body, sum) = (new Markup(), 0.0);
        for (var i = 0; i < Parts.Count; i++)
        {
            if (row.Values[i] is not (> 0 and var seconds))
            {
                continue;
            }

            body.Add(
                $"""<rect class="part {Parts[i].CssClass}" x="{100 * x.At(sum)}%" width="{100 * (x.At(sum + seconds) - x.At(sum))}%" """
                    + $"""y="7" height="16"><title>{Parts[i].Name} {NumberFormat.Seconds(seconds)}, """
                    + $"""{NumberFormat.Percent(seconds / row.Total)}</title></rect>"""
            );
            sum += seconds;
        }

        return body;
    }
}

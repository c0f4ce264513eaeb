using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>A heat map with a value in each cell: darker is more. Missing cells were not measured.</summary>
/// <param name="Id">Name of the exported file.</param>
/// <param name="Title">Heading.</param>
/// <param name="Corner">Names of rows and columns.</param>
/// <param name="Columns">Labels of the columns.</param>
/// <param name="Rows">Label of each row with one value per column.</param>
/// <param name="Unit">Unit of the values.</param>
internal sealed record GridPlot(
    string Id,
    string Title,
    string Corner,
    IReadOnlyList<string> Columns,
    IReadOnlyList<(string Name, IReadOnlyList<double?> Values)> Rows,
    PlotUnit Unit
) : ReportPlot(Id, Title)
{
    private const int Levels = 6;

    private const double Left = 210,
        CellWidth = 92,
        Row = 26;

    private static readonly string[] Colors = ["#e3ebf4", "#c5d6e8", "#a3bfdc", "#7fa6cd", "#5283ba", "#1f5fa8"];

    public override Markup Draw()
    {
        var (head, body) = (new Markup(), new Markup());
        foreach (var column in Columns)
        {
            head.Add($"""<th scope="col">{column}</th>""");
        }

        foreach (var (name, values) in Rows)
        {
            body.Add($"""<tr><th scope="row" class="text">{name}</th>""");
            foreach (var value in values)
            {
                body.Add($"""<td class="g{LevelOf(value)}">{Text(value)}</td>""");
            }

            body.Add($"</tr>");
        }

        return Markup.Of(
            $"""
            <figure class="chart"><figcaption><h3>{Title}</h3><ul class="legend"><li>darker: more</li></ul></figcaption>
            <div class="scroll" tabindex="0" role="group" aria-label="{Title}"><table class="grid-map"><thead><tr><th class="text"
            scope="col">{Corner}</th>{head}</tr></thead><tbody>{body}</tbody></table></div></figure>
            """
        );
    }

    public override string ToSvg(string? note)
    {
        const double Top = 62;
        var width = Math.Max(420, Left + (Columns.Count * CellWidth) + 12);
        var canvas = new SvgCanvas(width);
        canvas.Title(Title);
        canvas.Text(Left - 10, Top - 8, TerminalText.Truncate(Corner, 32), "end", "#555555");
        for (var column = 0; column < Columns.Count; column++)
        {
            canvas.Text(Left + ((column + 0.5) * CellWidth), Top - 8, TerminalText.Truncate(Columns[column], 14), "middle");
        }

        for (var row = 0; row < Rows.Count; row++)
        {
            canvas.Text(Left - 10, Top + (row * Row) + 17, TerminalText.Truncate(Rows[row].Name, 32), "end");
            for (var column = 0; column < Columns.Count; column++)
            {
                var (value, x) = (Rows[row].Values[column], Left + (column * CellWidth));
                var level = LevelOf(value);
                canvas.Rectangle(x + 1, Top + (row * Row) + 1, CellWidth - 2, Row - 2, level == 0 ? "#f6f6f4" : Colors[level - 1]);
                canvas.Text(x + (CellWidth / 2), Top + (row * Row) + 17, Text(value), "middle", level > 4 ? "#ffffff" : "#222222");
            }
        }

        var bottom = Top + (Rows.Count * Row) + 20;
        return canvas.ToString(canvas.Paragraph(bottom, new[] { note }.OfType<string>()) + 2, Title);
    }

    private string Text(double? value) => value is { } known ? new PlotAxis("", Unit).Format(known) : NumberFormat.Missing;

    /// <summary>Returns 1 (least) to 6 (most), 0 for a missing value. Values that span decades are compared by their logarithm.</summary>
    private int LevelOf(double? value)
    {
        if (value is not { } known)
        {
            return 0;
        }

        var all = Rows.SelectMany(row => row.Values).OfType<double>().ToArray();
        var (low, high) = (all.Min(), all.Max());
        if (Unit == PlotUnit.Percent)
        {
            (low, high) = (0, 1);
        }

        var share =
            high <= low ? 0
            : low > 0 && high / low > 20 ? Math.Log(known / low) / Math.Log(high / low)
            : (known - low) / (high - low);
        return Math.Min(Levels, 1 + (int)(share * Levels));
    }
}

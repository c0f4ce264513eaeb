namespace AgentLoad.Client.Reports.Html.Charts;

/// <summary>A row of a row chart.</summary>
/// <param name="Name">Label of the row.</param>
/// <param name="Body">Content; x in percent of the width, y in pixels.</param>
/// <param name="Value">Formatted value.</param>
internal sealed record ChartRow(Markup Name, Markup Body, Markup Value);

/// <summary>Chart of labeled rows with values on a shared axis.</summary>
internal static class RowChart
{
    public static Markup Draw(
        Markup title,
        Scale x,
        Func<double, string> format,
        IEnumerable<ChartRow> rows,
        Markup? legend = null,
        string cssClass = ""
    )
    {
        var (lines, grid) = (new Markup(), new Markup());
        foreach (var tick in x.Ticks(5))
        {
            grid.Add($"""<line class="grid" x1="{100 * x.At(tick)}%" x2="{100 * x.At(tick)}%" y1="0" y2="100%"/>""");
        }

        foreach (var row in rows)
        {
            lines.Add(
                $"""<div class="row"><div class="name">{row.Name}</div><svg class="marks" """
                    + $"""aria-hidden="true">{grid}{row.Body}</svg><div class="value">{row.Value}</div></div>"""
            );
        }

        return Markup.Of(
            $"""
            <figure class="chart rows {cssClass}"><figcaption><h3>{title}</h3>{legend}</figcaption>{lines}
            <div class="row axis"><div class="name"></div>{Plot.AxisBelow(x, format)}<div class="value"></div></div></figure>
            """
        );
    }
}

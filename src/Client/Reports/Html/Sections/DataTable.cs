namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Table with a text column followed by numeric columns. Scrolls horizontally on a narrow page.</summary>
/// <param name="caption">Description for screen readers.</param>
/// <param name="lastIsText">True if the last column is text.</param>
/// <param name="headers">Column headers.</param>
internal sealed class DataTable(string caption, bool lastIsText, params Markup[] headers)
{
    private readonly Markup _rows = new();

    public void Add(params Markup[] cells)
    {
        _rows.Add($"<tr>");
        for (var i = 0; i < cells.Length; i++)
        {
            Cell(_rows, i == 0 ? "th scope=\"row\"" : "td", i == 0 ? "th" : "td", cells[i], i);
        }

        _rows.Add($"</tr>");
    }

    public Markup Draw()
    {
        var head = new Markup();
        for (var i = 0; i < headers.Length; i++)
        {
            Cell(head, "th scope=\"col\"", "th", headers[i], i);
        }

        return Markup.Of(
            $"""<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table><thead><tr>{head}</tr></thead>"""
                + $"""<tbody>{_rows}</tbody></table></div>"""
        );
    }

    private void Cell(Markup into, string open, string close, Markup content, int column)
    {
        var isText = column == 0 || (lastIsText && column == headers.Length - 1);
        into.AddAsset($"<{open}{(isText ? " class=\"text\"" : "")}>").Add(content).AddAsset($"</{close}>");
    }
}

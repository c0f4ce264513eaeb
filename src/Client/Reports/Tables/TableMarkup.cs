using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Tables;

/// <summary>Draws a <see cref="ReportTable"/> in a page. It scrolls horizontally on a narrow page.</summary>
internal static class TableMarkup
{
    public static Markup Draw(ReportTable table)
    {
        if (table.Rows.Count == 0)
        {
            return new Markup();
        }

        var (head, rows, notes) = (new Markup(), new Markup(), new Markup());
        foreach (var column in table.Columns)
        {
            Cell(head, "th scope=\"col\"", column.IsText || column == table.Columns[0], null).Add(Heading(column)).AddAsset("</th>");
        }

        foreach (var row in table.Rows)
        {
            rows.Add($"<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var isHead = i == 0;
                Cell(rows, isHead ? "th scope=\"row\"" : "td", isHead || table.Columns[i].IsText, row[i].CssClass)
                    .Add(Content(row[i]))
                    .AddAsset(isHead ? "</th>" : "</td>");
            }

            rows.Add($"</tr>");
        }

        foreach (var note in table.Notes)
        {
            notes.Add($"""<p class="foot">{note}</p>""");
        }

        return Markup.Of(
            $"""
            <div class="scroll" tabindex="0" role="group" aria-label="{table.Caption}"><table><thead><tr>{head}</tr></thead>
            <tbody>{rows}</tbody></table></div>{notes}
            """
        );
    }

    private static Markup Cell(Markup into, string open, bool isText, string? cssClass)
    {
        var classes = string.Join(' ', new[] { isText ? "text" : null, cssClass }.Where(name => name is not null));
        return into.AddAsset($"<{open}{(classes.Length > 0 ? $" class=\"{classes}\"" : "")}>");
    }

    private static Markup Heading(TableColumn column) => Glossary.TermOrText(column.Term, column.Header);

    private static Markup Content(TableCell cell)
    {
        if (cell.Links.Count > 0)
        {
            var links = new Markup();
            foreach (var (label, address) in cell.Links)
            {
                links.Add($"{Linked(address, Markup.Of($"{label}"))} ");
            }

            return links;
        }

        var linked = Linked(cell.Link, Spread.Of(cell.Text));
        return cell.Detail is { } detail ? Markup.Of($"{linked}<small>{detail}</small>") : linked;
    }

    private static Markup Linked(string? address, Markup text) => address is null ? text : Markup.Of($"""<a href="{address}">{text}</a>""");
}

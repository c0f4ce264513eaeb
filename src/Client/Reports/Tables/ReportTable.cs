namespace AgentLoad.Client.Reports.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Header">Heading for readers.</param>
/// <param name="Name">Name of the column in CSV, with its unit; the names of the interval have the suffixes _low and _high.</param>
/// <param name="Term">Definition in the glossary; null if there is none.</param>
/// <param name="IsText">True for a left-aligned column.</param>
internal sealed record TableColumn(string Header, string Name, string? Term = null, bool IsText = false);

/// <summary>A table that is shown in a page, and exported as Markdown, LaTeX and CSV.</summary>
/// <param name="Id">Name of the exported file, unique in a report.</param>
/// <param name="Caption">Caption.</param>
/// <param name="Columns">Columns; the first one labels the rows.</param>
/// <param name="Rows">Rows with one cell per column.</param>
internal sealed record ReportTable(
    string Id,
    string Caption,
    IReadOnlyList<TableColumn> Columns,
    IReadOnlyList<IReadOnlyList<TableCell>> Rows
)
{
    /// <summary>Footnotes.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Returns the table without the columns that have no value in any row.</summary>
    public ReportTable WithoutEmptyColumns()
    {
        var kept = Enumerable
            .Range(0, Columns.Count)
            .Where(column => column == 0 || Rows.Any(row => row[column].Value is not (null or "") || row[column].Text == "∞"))
            .ToArray();
        return this with
        {
            Columns = [.. kept.Select(column => Columns[column])],
            Rows = [.. Rows.Select(row => (IReadOnlyList<TableCell>)[.. kept.Select(column => row[column])])],
        };
    }
}

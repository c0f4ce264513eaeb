using AgentLoad.Client.Reports.Tables;

namespace AgentLoad.Client.Reports.Export;

/// <summary>Writes the tables and plots of a document to files.</summary>
internal static class DocumentFiles
{
    /// <summary>Writes all tables to one LaTeX file.</summary>
    public static Task WriteLatexAsync(ReportDocument document, string path, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(
            path,
            $"% {TerminalText.Sanitize(document.Name)}: tables by agentload. Needs \\usepackage{{booktabs}}.\n\n"
                + string.Join('\n', Labelled(document).Select(LatexTable.Write)),
            cancellationToken
        );

    /// <summary>Writes all tables to one Markdown file.</summary>
    public static Task WriteMarkdownAsync(ReportDocument document, string path, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(
            path,
            $"# {MarkdownTable.Escape(document.Name)}\n\n" + string.Join('\n', Labelled(document).Select(MarkdownTable.Write)),
            cancellationToken
        );

    /// <summary>Writes each table to a CSV file of the folder. The last column tells whether the values are simulated.</summary>
    public static async Task WriteCsvAsync(ReportDocument document, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var table in document.Tables)
        {
            await CsvTable.WriteAsync(WithSimulated(table, document), Path.Combine(folder, $"{table.Id}.csv"));
        }
    }

    /// <summary>Writes each plot to an SVG file of the folder.</summary>
    public static async Task WriteSvgAsync(ReportDocument document, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var plot in document.Plots)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{plot.Id}.svg"), plot.ToSvg(document.Note), cancellationToken);
        }
    }

    private static IEnumerable<ReportTable> Labelled(ReportDocument document) =>
        document.Tables.Select(table =>
            document.Labels.Count == 0 ? table : table with { Caption = $"{table.Caption} ({string.Join(", ", document.Labels)})" }
        );

    private static ReportTable WithSimulated(ReportTable table, ReportDocument document)
    {
        var simulated = new TableCell("", document.Labels.Contains(ReportDocument.Simulated));
        return table with
        {
            Columns = [.. table.Columns, new TableColumn("simulated", "simulated")],
            Rows = [.. table.Rows.Select(row => (IReadOnlyList<TableCell>)[.. row, simulated])],
        };
    }
}

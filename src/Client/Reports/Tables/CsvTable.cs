using AgentLoad.Client.Reports.Csv;

namespace AgentLoad.Client.Reports.Tables;

/// <summary>Writes a table as CSV: exact values in base units, and the ends of intervals as columns.</summary>
internal static class CsvTable
{
    public static async Task WriteAsync(ReportTable table, string path)
    {
        var hasInterval = Enumerable
            .Range(0, table.Columns.Count)
            .Select(column => table.Rows.Any(row => row[column].Low is not null))
            .ToArray();
        await using var csv = new CsvWriter(
            path,
            [
                .. table.Columns.SelectMany(
                    (column, i) => hasInterval[i] ? [column.Name, $"{column.Name}_low", $"{column.Name}_high"] : (string[])[column.Name]
                ),
            ]
        );
        foreach (var row in table.Rows)
        {
            csv.Row([.. row.SelectMany((cell, i) => hasInterval[i] ? [cell.Value, cell.Low, cell.High] : (object?[])[cell.Value])]);
        }
    }
}

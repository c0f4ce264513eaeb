using System.Globalization;
using System.Text;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Writes the CSV and Markdown files of a study.</summary>
internal static class StudyFiles
{
    /// <summary>
    /// Writes results.csv and laws.csv, growth.svg if the study sweeps the agents, and published.md if it lists published values.
    /// </summary>
    public static void Write(string folder, StudyResults results)
    {
        var columns = results.Cells.Select(cell => cell.Columns(results.Simulated)).ToArray();
        var csv = new StringBuilder();
        if (columns.Length > 0)
        {
            csv.AppendLine(string.Join(',', columns[0].Keys));
        }

        foreach (var row in columns)
        {
            csv.AppendLine(string.Join(',', row.Values.Select(Field)));
        }

        RunFolder.WriteAtomically(Path.Combine(folder, "results.csv"), csv.ToString());

        csv.Clear().AppendLine(string.Join(',', LawRow.Names));
        foreach (var row in results.Laws.SelectMany(LawRow.Of))
        {
            csv.AppendLine(row.ToCsv());
        }

        RunFolder.WriteAtomically(Path.Combine(folder, "laws.csv"), csv.ToString());
        if (GrowthChart.Draw(results) is { } chart)
        {
            RunFolder.WriteAtomically(Path.Combine(folder, "growth.svg"), chart);
        }

        if (results.Study.Published.Count > 0)
        {
            RunFolder.WriteAtomically(Path.Combine(folder, "published.md"), PublishedTable.Markdown(results));
        }
    }

    /// <summary>Formats a field (RFC 4180). Text that a spreadsheet would evaluate as a formula is prefixed with a quote.</summary>
    internal static string Field(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        if (
            value[0] is '=' or '@' or '\t' or '\r'
            || (value[0] is '+' or '-' && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
        )
        {
            value = $"'{value}";
        }

        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

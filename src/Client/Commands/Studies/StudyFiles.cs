using System.Globalization;
using System.Text;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>Writes the CSV and Markdown files of a study.</summary>
internal static class StudyFiles
{
    /// <summary>Writes results.csv, laws.csv and, if the study lists published values, published.md.</summary>
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

        csv.Clear().AppendLine("about,parameter,metric,exponent,exponent_low,exponent_high,constant,r_squared,points,problems");
        foreach (var (about, parameter, metric, fit) in results.Laws)
        {
            csv.AppendLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Field(about)},{Field(parameter)},{metric},{fit.Exponent:R},{fit.Low:R},{fit.High:R},"
                        + $"{fit.Constant:R},{fit.RSquared:R},{fit.Points},{fit.Problems}"
                )
            );
        }

        RunFolder.WriteAtomically(Path.Combine(folder, "laws.csv"), csv.ToString());
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

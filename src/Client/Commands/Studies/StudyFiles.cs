using System.Text;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Studies;

/// <summary>The files beside a study's database.</summary>
internal static class StudyFiles
{
    /// <summary>Writes results.csv, laws.csv and, where the study names published figures, published.md.</summary>
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
                FormattableString.Invariant(
                    $"{Field(about)},{Field(parameter)},{metric},{fit.Exponent:R},{fit.Low:R},{fit.High:R},{fit.Constant:R},{fit.RSquared:R},{fit.Points},{fit.Problems}"
                )
            );
        }

        RunFolder.WriteAtomically(Path.Combine(folder, "laws.csv"), csv.ToString());
        if (results.Study.Published.Count > 0)
        {
            RunFolder.WriteAtomically(Path.Combine(folder, "published.md"), PublishedTable.Markdown(results));
        }
    }

    /// <summary>A field after RFC 4180. What a spreadsheet would take for a formula gets a quote in front.</summary>
    internal static string Field(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        if (
            value[0] is '=' or '@' or '\t' or '\r'
            || (value[0] is '+' or '-' && !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _))
        )
        {
            value = $"'{value}";
        }

        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

using System.Text.Json;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Commands.Compare;

/// <summary>Writes a comparison as JSON and in the formats of <see cref="ReportFormat"/>.</summary>
internal static class ComparisonFiles
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a file, or a folder for CSV and SVG, and returns its path.</summary>
    public static async Task<string> WriteAsync(Comparison comparison, string format, string? output, CancellationToken cancellationToken)
    {
        var document = ComparisonReport.Document(comparison);
        var path = output ?? FileName(format);
        switch (format)
        {
            case ReportFormat.Latex:
                await DocumentFiles.WriteLatexAsync(document, path, cancellationToken);
                break;
            case ReportFormat.Markdown:
                await DocumentFiles.WriteMarkdownAsync(document, path, cancellationToken);
                break;
            case ReportFormat.Csv:
                await DocumentFiles.WriteCsvAsync(document, path);
                break;
            case ReportFormat.Svg:
                await DocumentFiles.WriteSvgAsync(document, path, cancellationToken);
                break;
            default:
                await File.WriteAllTextAsync(path, ComparisonReport.Page(comparison, PageAssets.Script), cancellationToken);
                break;
        }

        return path;
    }

    /// <summary>Returns the comparison as JSON.</summary>
    public static string Json(Comparison comparison) =>
        JsonSerializer.Serialize(
            new
            {
                kind = comparison.Kind,
                runs = comparison.Results.Select(
                    (result, i) =>
                        new
                        {
                            name = ComparisonText.NameOf(i),
                            result.Id,
                            result.Simulated,
                            result.Seed,
                            result.Salt,
                        }
                ),
                notComparable = comparison.Reasons,
                warnings = comparison.Warnings,
                facts = comparison.Facts,
                rows = comparison.Rows.Select(row => new
                {
                    strategy = row.Row,
                    row.Metric,
                    row.Statistic,
                    run = ComparisonText.NameOf(row.Run),
                    a = row.Difference.A,
                    b = row.Difference.B,
                    change = row.Difference.Change,
                    low = row.Difference.Low,
                    high = row.Difference.High,
                    paired = row.Difference.IsPaired,
                    row.Verdict,
                }),
            },
            Options
        );

    private static string FileName(string format) =>
        format switch
        {
            ReportFormat.Latex => "comparison.tex",
            ReportFormat.Markdown => "comparison.md",
            ReportFormat.Csv => "comparison-csv",
            ReportFormat.Svg => "comparison-svg",
            _ => "comparison.html",
        };
}

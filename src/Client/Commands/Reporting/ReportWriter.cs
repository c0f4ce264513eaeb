using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Reports.Csv;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Export;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Runs;
using AgentLoad.Client.Reports.Studies;
using AgentLoad.Client.Reports.Sweeps;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Reporting;

/// <summary>Writes the report of a result in a format of <see cref="ReportFormat"/>.</summary>
/// <param name="format">Format.</param>
/// <param name="output">File or folder to write; null for the default in the folder of the result.</param>
/// <param name="withRuns">True to write the page of every run of a sweep or study too.</param>
internal sealed class ReportWriter(string format, string? output, bool withRuns)
{
    private const string PageName = "report.html";

    /// <summary>Writes the report and returns its path.</summary>
    public async Task<string> WriteAsync(ResultFolder result, CancellationToken cancellationToken)
    {
        var path = output ?? Path.Combine(result.Path, ReportFormat.FileName(format));
        switch (result.Kind)
        {
            case ResultKind.Sweep:
                var sweep = SweepFolder.Read(result.Path)!;
                await WriteRunsAsync(sweep.Steps.Select(step => Path.Combine(result.Path, step.Run)), cancellationToken);
                await WriteAsync(
                    path,
                    () => SweepReport.Page(sweep, step => LinkTo(path, Path.Combine(result.Path, step.Run)), PageAssets.Script),
                    () => SweepReport.Document(sweep),
                    cancellationToken
                );
                break;
            case ResultKind.Study:
                var study = SavedStudy.Read(result.Path);
                await WriteRunsAsync(study.Units.Select(unit => Path.Combine(result.Path, unit.Folder)), cancellationToken);
                await WriteAsync(
                    path,
                    () => StudyReport.Page(study, unit => LinkTo(path, Path.Combine(result.Path, unit.Folder)), PageAssets.Script),
                    () => StudyReport.Document(study),
                    cancellationToken
                );
                break;
            default:
                await WriteRunAsync(result.Path, path, cancellationToken);
                break;
        }

        return path;
    }

    private async Task WriteAsync(string path, Func<string> page, Func<ReportDocument> document, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case ReportFormat.Latex:
                await DocumentFiles.WriteLatexAsync(document(), path, cancellationToken);
                break;
            case ReportFormat.Markdown:
                await DocumentFiles.WriteMarkdownAsync(document(), path, cancellationToken);
                break;
            case ReportFormat.Csv:
                await DocumentFiles.WriteCsvAsync(document(), path);
                break;
            case ReportFormat.Svg:
                await DocumentFiles.WriteSvgAsync(document(), path, cancellationToken);
                break;
            default:
                await File.WriteAllTextAsync(path, page(), cancellationToken);
                break;
        }
    }

    private async Task WriteRunAsync(string folder, string path, CancellationToken cancellationToken)
    {
        using var archive = RunStore.Open(folder);
        if (format == ReportFormat.Csv)
        {
            await CsvFiles.WriteAsync(archive, path, cancellationToken);
        }

        var data = ReportData.Read(archive, cancellationToken);
        await WriteAsync(
            path,
            () => HtmlReport.Write(data),
            // strategies.csv and slos.csv are already written, with more columns.
            () =>
                RunReport.Document(data) is var document && format == ReportFormat.Csv
                    ? document with
                    {
                        Tables = [.. document.Tables.Where(table => table.Id is not ("strategies" or "slos"))],
                    }
                    : document,
            cancellationToken
        );
        foreach (var missing in data.Missing)
        {
            await Console.Error.WriteLineAsync(TerminalText.Sanitize(missing));
        }
    }

    private async Task WriteRunsAsync(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        if (!withRuns)
        {
            return;
        }

        foreach (var folder in folders.Where(Directory.Exists))
        {
            await new ReportWriter(ReportFormat.Html, null, withRuns: false).WriteAsync(ResultFolder.Of(folder), cancellationToken);
        }
    }

    /// <summary>
    /// Returns the address of a run relative to the page: its own page if there is one, otherwise its folder; null if it was deleted.
    /// </summary>
    private static string? LinkTo(string page, string run)
    {
        var target = Path.Combine(run, PageName) is var written && File.Exists(written) ? written : run;
        return Path.Exists(target)
            ? string.Join(
                '/',
                Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(page))!, target)
                    .Split(Path.DirectorySeparatorChar)
                    .Select(Uri.EscapeDataString)
            )
            : null;
    }
}

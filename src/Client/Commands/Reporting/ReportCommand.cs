using System.CommandLine;
using AgentLoad.Client.Commands.Summary;
using AgentLoad.Client.Reports.Csv;
using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html;
using AgentLoad.Client.Reports.Trace;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Reporting;

/// <summary><c>agentload report</c>: exports a saved run as an HTML page, a trace or CSV.</summary>
internal static class ReportCommand
{
    private const string Html = "html",
        Trace = "trace-event",
        Csv = "csv";

    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Folder of a run (default: the newest in runs/).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format")
        {
            Description = "Output format.",
            DefaultValueFactory = _ => Html,
            HelpName = "html|trace-event|csv",
        };
        format.AcceptOnlyFromAmong(Html, Trace, Csv);
        var output = new Option<string?>("--out")
        {
            Description = "File to write (csv: folder). Default: report.html, trace.json or csv/ in the folder of the run.",
            HelpName = "PATH",
        };
        var tasks = new Option<long[]>("--task") { Description = "trace-event: export only this task; can be repeated.", HelpName = "ID" };
        var command = new DetailedCommand(
            "report",
            "Exports a saved run as one self-contained HTML page, as a trace or as CSV.",
            """
            html         one file: verdict, strategies, latency, throughput, tasks step by step, tokens, waste, failures
            trace-event  every task with its calls, for ui.perfetto.dev and speedscope.app
            csv          tasks.csv, steps.csv, strategies.csv, slos.csv
            Interrupted runs can be exported too; the report lists what is missing.
            """
        )
        {
            run,
            format,
            output,
            tasks,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var archive = RunStore.Open(parsed.GetValue(run) ?? SummaryCommand.FindNewestRun("runs"));
                var written = parsed.GetValue(format) switch
                {
                    Trace => await TraceFile.WriteAsync(archive, parsed.GetValue(output), parsed.GetValue(tasks) ?? [], cancellationToken),
                    Csv => await CsvFiles.WriteAsync(archive, parsed.GetValue(output), cancellationToken),
                    _ => await WriteHtmlAsync(archive, parsed.GetValue(output), cancellationToken),
                };
                Console.WriteLine(written);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<string> WriteHtmlAsync(RunArchive archive, string? output, CancellationToken cancellationToken)
    {
        var path = output ?? Path.Combine(archive.Folder, "report.html");
        var data = ReportData.Read(archive, cancellationToken);
        await File.WriteAllTextAsync(path, HtmlReport.Write(data), cancellationToken);
        foreach (var missing in data.Missing)
        {
            await Console.Error.WriteLineAsync(Reports.TerminalText.Sanitize(missing));
        }

        return path;
    }
}

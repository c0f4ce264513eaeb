using System.CommandLine;
using AgentLoad.Client.Reports.Trace;
using AgentLoad.Client.Results;

namespace AgentLoad.Client.Commands.Reporting;

/// <summary><c>agentload report</c>: exports a saved run, sweep or study as a page, tables, plots or a trace.</summary>
internal static class ReportCommand
{
    private const string Trace = "trace-event";

    public static Command Create()
    {
        var result = new Argument<string?>("RESULT")
        {
            Description = "Folder of a run, a sweep or a study (default: the newest in runs/ and studies/).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string>("--format")
        {
            Description = "Output format.",
            DefaultValueFactory = _ => ReportFormat.Html,
            HelpName = $"{string.Join('|', ReportFormat.All)}|{Trace}",
        };
        format.AcceptOnlyFromAmong([.. ReportFormat.All, Trace]);
        var output = new Option<string?>("--out")
        {
            Description = "File to write (csv, svg: folder). Default: in the folder of the result.",
            HelpName = "PATH",
        };
        var tasks = new Option<long[]>("--task") { Description = "trace-event: export only this task; can be repeated.", HelpName = "ID" };
        var runs = new Option<bool>("--runs") { Description = "html: also write the page of every run of a sweep or study." };
        var command = new DetailedCommand(
            "report",
            "Exports a saved run, sweep or study as one self-contained HTML page, as tables, as plots or as a trace.",
            """
            html         one file that works offline: report.html
            latex        tables for a paper (booktabs): tables.tex
            markdown     the same tables: tables.md
            csv          the same tables with exact values, and every task and step of a run: csv/
            svg          one image per plot: svg/
            trace-event  every task of a run with its calls, for ui.perfetto.dev and speedscope.app: trace.json
            Interrupted results can be exported too; the report lists what is missing.

            agentload report runs/20260304T050607Z-search --format latex
            agentload report studies/compounding --runs
            """
        )
        {
            result,
            format,
            output,
            tasks,
            runs,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var folder = parsed.GetValue(result) is { } named ? ResultFolder.Of(named) : ResultFolder.Newest();
                var written =
                    parsed.GetValue(format) == Trace
                        ? await WriteTraceAsync(folder, parsed.GetValue(output), parsed.GetValue(tasks) ?? [], cancellationToken)
                        : await new ReportWriter(parsed.GetValue(format)!, parsed.GetValue(output), parsed.GetValue(runs)).WriteAsync(
                            folder,
                            cancellationToken
                        );
                Console.WriteLine(written);
                return ExitCode.Success;
            }
        );
        return command;
    }

    private static async Task<string> WriteTraceAsync(
        ResultFolder folder,
        string? output,
        long[] tasks,
        CancellationToken cancellationToken
    )
    {
        if (folder.Kind is not ResultKind.Run)
        {
            throw new UserErrorException(
                $"A trace shows one run, and {folder.Path} is a {folder.Name}: specify the folder of one of its runs.",
                ExitCode.BadInput
            );
        }

        using var archive = RunStore.Open(folder.Path);
        return await TraceFile.WriteAsync(archive, output, tasks, cancellationToken);
    }
}

using System.CommandLine;
using System.Text.Json;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Summary;

/// <summary><c>agentload summary</c>: shows the summary of a saved run, sweep or study.</summary>
internal static class SummaryCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static Command Create()
    {
        var result = new Argument<string?>("RESULT")
        {
            Description = "Folder of a run, a sweep or a study (default: the newest in runs/ and studies/).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new DetailedCommand(
            "summary",
            "Shows the summary of a saved run, sweep or study.",
            """
            Interrupted runs can be shown too: their summary is computed from the saved tasks, and the SLOs of their workload are
            evaluated on them. An interrupted sweep or study shows its completed steps or cells.
            """
        )
        {
            result,
            json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(result) is { } named ? ResultFolder.Of(named) : ResultFolder.Newest();
            var asJson = parsed.GetValue(json);
            switch (folder.Kind)
            {
                case ResultKind.Sweep:
                    Show(SweepFolder.Read(folder.Path)!, folder.Path, asJson);
                    break;
                case ResultKind.Study:
                    Show(SavedStudy.Read(folder.Path), asJson);
                    break;
                default:
                    ShowRun(folder.Path, asJson);
                    break;
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(SweepResult sweep, string folder, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(SweepJson.Write(sweep));
        }
        else
        {
            SweepText.Render(sweep, AnsiConsole.Console, SweepFolder.FilePath(folder));
        }
    }

    private static void Show(SavedStudy study, bool asJson)
    {
        var results = study.Results;
        if (!asJson)
        {
            StudyText.Render(results, study.InvalidUnits, study.Folder, AnsiConsole.Console);
            return;
        }

        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    name = results.Study.Name,
                    simulated = results.Simulated,
                    plannedRuns = study.PlannedUnits,
                    completedRuns = study.Units.Count,
                    invalidRuns = study.InvalidUnits,
                    cells = results.Cells.Select(cell => cell.Columns(results.Simulated)),
                },
                Json
            )
        );
    }

    private static void ShowRun(string folder, bool asJson)
    {
        using var archive = RunStore.Open(folder);
        var summary = archive.ReadSummary() ?? ArchiveSummary.Recover(archive);
        if (asJson)
        {
            Console.WriteLine(RunSummaryJson.Write(summary));
        }
        else
        {
            SummaryText.Render(summary, AnsiConsole.Console, archive.Folder);
        }
    }
}

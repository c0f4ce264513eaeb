using System.CommandLine;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Summary;

/// <summary><c>agentload summary</c>: shows the summary of a saved run or sweep.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Folder of a run or a sweep (default: the newest in runs/).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new DetailedCommand(
            "summary",
            "Shows the summary of a saved run or sweep.",
            """
            Interrupted runs can be shown too: their summary is computed from the saved tasks. An interrupted sweep shows its
            completed steps.
            """
        )
        {
            run,
            json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(run) ?? SweepOf(FindNewestRun("runs"));
            return SweepFolder.Read(folder) is { } sweep ? Show(sweep, folder, parsed.GetValue(json)) : Show(folder, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>Returns the folder of the sweep that the run is a step of, or the folder of the run.</summary>
    private static string SweepOf(string run) => Path.GetDirectoryName(run) is { } parent && SweepFolder.Exists(parent) ? parent : run;

    private static int Show(SweepResult sweep, string folder, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(SweepJson.Write(sweep));
        }
        else
        {
            SweepText.Render(sweep, AnsiConsole.Console, SweepFolder.FilePath(Path.GetFullPath(folder)));
        }

        return ExitCode.Success;
    }

    private static int Show(string folder, bool asJson)
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

        return ExitCode.Success;
    }

    /// <summary>Returns the folder of the newest run below a folder, including the steps of sweeps.</summary>
    /// <exception cref="UserErrorException">The folder contains no run.</exception>
    public static string FindNewestRun(string parent) =>
        Directory.Exists(parent)
        && new DirectoryInfo(parent)
            .GetDirectories()
            .SelectMany(folder => IsRun(folder) ? [folder] : folder.GetDirectories().Where(IsRun))
            .MaxBy(folder => folder.Name, StringComparer.Ordinal)
            is { } newest
            ? newest.FullName
            : throw new UserErrorException(
                $"{parent}/ contains no run. Create one with 'agentload run', or pass the folder of a run.",
                ExitCode.BadInput
            );

    private static bool IsRun(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, RunFolder.DatabaseName));
}

using System.CommandLine;
using AgentLoad.Client.Reports;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Sweeps;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Summary;

/// <summary><c>agentload summary</c>: shows a saved run again, complete or not.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Folder of a run or of a sweep; without one, the newest in runs/.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new DetailedCommand(
            "summary",
            "Shows what a saved run measured.",
            """
            A run that was cut off by a crash opens too: its figures are computed from the tasks that had been saved. So does a
            sweep: it shows the steps that were done.
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

    /// <summary>The sweep that a run is a step of, where it is one.</summary>
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

    /// <summary>Folder of the newest run in a folder of runs; the steps of a sweep, which lie in a folder of its own there, are runs too.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static string FindNewestRun(string parent) =>
        Directory.Exists(parent)
        && new DirectoryInfo(parent)
            .GetDirectories()
            .SelectMany(folder => IsRun(folder) ? [folder] : folder.GetDirectories().Where(IsRun))
            .MaxBy(folder => folder.Name, StringComparer.Ordinal)
            is { } newest
            ? newest.FullName
            : throw new UserErrorException(
                $"There is no run in {parent}/. Make one with 'agentload run', or name a run's folder.",
                ExitCode.BadInput
            );

    private static bool IsRun(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, RunFolder.DatabaseName));
}

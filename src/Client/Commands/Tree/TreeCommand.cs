using System.CommandLine;
using System.Globalization;
using AgentLoad.Client.Commands.Reporting;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Tree;

/// <summary><c>agentload tree</c>: shows the steps of one task of a saved run.</summary>
internal static class TreeCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Folder of a run (default, or -: the newest in runs/).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var task = new Argument<string>("TASK")
        {
            Description = "Number of a task, or typical (median tokens), largest (most tokens) or slowest.",
            DefaultValueFactory = _ => "typical",
        };
        var all = new Option<bool>("--all") { Description = "Show every step; by default, similar pruned steps are collapsed." };
        var json = new Option<bool>("--json") { Description = "Print the task with all its steps as JSON." };
        task.CompletionSources.Add("typical", "largest", "slowest");
        var command = new DetailedCommand(
            "tree",
            "Shows the steps of one task as a tree.",
            """
            Shows tokens, times and scores of calls and tool calls, which steps led to the answer, which were pruned, and which are
            on the critical path.

            agentload tree - slowest
            """
        )
        {
            run,
            task,
            all,
            json,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(run) is { } named and not "-" ? named : ResultFolder.FindNewestRun();
            return Show(folder, parsed.GetValue(task)!, parsed.GetValue(all), parsed.GetValue(json));
        });
        return command;
    }

    private static int Show(string folder, string which, bool all, bool asJson)
    {
        using var archive = RunStore.Open(folder);
        if (LastAttempt(archive, Find(archive, which)) is not { } task)
        {
            throw new UserErrorException(
                $"{archive.Folder} does not contain task {which}: {DescribeSavedTasks(archive)}.",
                ExitCode.BadInput
            );
        }

        if (asJson)
        {
            Console.WriteLine(TreeJson.Write(task, archive.Facts.Simulated));
        }
        else
        {
            TreeText.Render(task, archive.Facts.Simulated, all, AnsiConsole.Console);
        }

        return ExitCode.Success;
    }

    private static TaskRecord? LastAttempt(RunArchive archive, long id)
    {
        var last = archive.ReadTask(id);
        while (last is not null && archive.ReadTask(id, last.Attempt + 1) is { } next)
        {
            last = next;
        }

        return last;
    }

    private static long Find(RunArchive archive, string which)
    {
        if (long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        var sizes = archive.ReadTaskSizes();
        if (which is not ("typical" or "largest" or "slowest"))
        {
            throw new UserErrorException($"'{which}' is not a task; expected a number, typical, largest or slowest.", ExitCode.BadInput);
        }

        if (sizes.Count == 0)
        {
            throw new UserErrorException($"{archive.Folder} contains no tasks.", ExitCode.BadInput);
        }

        return which switch
        {
            "slowest" => sizes.MaxBy(size => size.LatencySeconds).Id,
            "largest" => sizes.MaxBy(size => size.Tokens).Id,
            _ => sizes.OrderBy(size => size.Tokens).ThenBy(size => size.Id).ElementAt((sizes.Count - 1) / 2).Id,
        };
    }

    private static string DescribeSavedTasks(RunArchive archive)
    {
        var sizes = archive.ReadTaskSizes();
        return sizes.Count == 0
            ? "it contains no tasks"
            : $"it contains tasks {sizes.Min(size => size.Id)} to {sizes.Max(size => size.Id)}";
    }
}

using System.CommandLine;
using System.Globalization;
using AgentLoad.Client.Commands.Summary;
using AgentLoad.Client.Results;
using AgentLoad.Measurement.Records;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Tree;

/// <summary><c>agentload tree</c>: the steps of one task of a saved run.</summary>
internal static class TreeCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Folder of a run; without one, or with -, the newest in runs/.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var task = new Argument<string>("TASK")
        {
            Description = "Number of a task, or typical (median tokens), dearest (most tokens) or slowest.",
            DefaultValueFactory = _ => "typical",
        };
        var all = new Option<bool>("--all")
        {
            Description = "A line of its own for every step; else those alike that nothing came of share one.",
        };
        var json = new Option<bool>("--json") { Description = "Print the task with all its steps as JSON." };
        task.CompletionSources.Add("typical", "dearest", "slowest");
        var command = new DetailedCommand(
            "tree",
            "Shows the steps of one task as a tree.",
            """
            Sizes, times and scores of its calls and tool calls, what led to the answer and what was pruned, and which
            steps the task had to wait for (its critical path).

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
            var folder = parsed.GetValue(run) is { } named and not "-" ? named : SummaryCommand.FindNewestRun("runs");
            return Show(folder, parsed.GetValue(task)!, parsed.GetValue(all), parsed.GetValue(json));
        });
        return command;
    }

    private static int Show(string folder, string which, bool all, bool asJson)
    {
        using var archive = RunStore.Open(folder);
        if (LastAttempt(archive, Find(archive, which)) is not { } task)
        {
            throw new UserErrorException($"Task {which} is not in {archive.Folder}: {DescribeSavedTasks(archive)}.", ExitCode.BadInput);
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
        if (which is not ("typical" or "dearest" or "slowest"))
        {
            throw new UserErrorException($"'{which}' is no task; give a number, or typical, dearest or slowest.", ExitCode.BadInput);
        }

        if (sizes.Count == 0)
        {
            throw new UserErrorException($"No task was saved in {archive.Folder}.");
        }

        return which switch
        {
            "slowest" => sizes.MaxBy(size => size.LatencySeconds).Id,
            "dearest" => sizes.MaxBy(size => size.Tokens).Id,
            _ => sizes.OrderBy(size => size.Tokens).ThenBy(size => size.Id).ElementAt((sizes.Count - 1) / 2).Id,
        };
    }

    private static string DescribeSavedTasks(RunArchive archive)
    {
        var sizes = archive.ReadTaskSizes();
        return sizes.Count == 0 ? "no task was saved" : $"it has tasks from {sizes.Min(size => size.Id)} to {sizes.Max(size => size.Id)}";
    }
}

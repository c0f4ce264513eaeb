using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Sessions;
using AgentLoad.Client.Commands.Tree;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>The tree of the task that is looked at; what goes on now stays in sight.</summary>
internal static class TaskLines
{
    /// <summary>A heading and as much of the tree as fits.</summary>
    public static IReadOnlyList<Line> Of(RunningTask? task, int most)
    {
        if (task is null || most < 2)
        {
            return [];
        }

        var lines = TreeLine.Of(StepTree.Of(Steps(task)), all: false);
        var underWay = task.UnderWay.Count;
        var heading = Line.Of($"task {task.Id}", Tone.Bold)
            .Add(task.State is { } state ? $" {Words.Of(state.ToString())}" : "", Tone.Bold)
            .Add(
                $" {Figures.Seconds(task.Now - task.Start)}, {Figures.Count(task.Ended.Count + underWay)} steps{(underWay > 0 ? $", {Figures.Count(underWay)} under way" : "")}"
            )
            .Add($" · {task.Strategy} on {task.ProblemId}, agent {task.Agent}", Tone.Dim);
        var room = most - 1;
        var (from, count) = (0, lines.Count);
        if (lines.Count > room)
        {
            var last = Enumerable.Range(0, lines.Count).LastOrDefault(i => IsUnderWay(lines[i]), lines.Count - 1);
            count = room - 1;
            from = Math.Clamp(last - count + 1, 0, lines.Count - count);
        }

        var shown = new List<Line> { heading };
        if (count < lines.Count)
        {
            shown.Add(Line.Of($"  … {Figures.Count(lines.Count - count)} more lines", Tone.Dim));
        }

        shown.AddRange(lines.Skip(from).Take(count).Select(line => Draw(line, task.Now)));
        return shown;
    }

    /// <summary>Steps as the record of the task will have them. Those under way are marked as not (yet) led to the answer, those that ended as if they had.</summary>
    public static IReadOnlyList<StepRecord> Steps(RunningTask task) =>
        [
            .. task
                .Ended.Select(step => step with { OnAnswerPath = true })
                .Concat(task.UnderWay.Select(step => UnderWay(step, task.Now)))
                .OrderBy(step => step.Id),
        ];

    private static StepRecord UnderWay(StepStart step, double now) =>
        new()
        {
            Id = step.Id,
            Key = step.Key,
            Kind = step.Kind,
            Name = step.Name,
            After = [.. step.After],
            Uses = [.. step.After],
            Asked = step.Asked,
            Sent = step.Asked,
            End = Math.Max(now, step.Asked),
        };

    private static bool IsUnderWay(TreeLine line) => !line.Steps[0].OnAnswerPath;

    private static Line Draw(TreeLine line, double now)
    {
        var steps = line.Steps;
        var (runs, good) = (IsUnderWay(line), TreeLine.HasSucceeded(steps[0]));
        var drawn = new Line()
            .Add(
                runs ? "● "
                    : good ? "✓ "
                    : "✗ ",
                runs ? Tone.Accent
                    : good ? Tone.Good
                    : Tone.Bad
            )
            .Add(line.Guide, Tone.Dim)
            .Add(line.Name, runs ? Tone.Bold : Tone.Plain);
        var tokens = steps.Sum(step => Reports.Data.Tokens.Of(step.Call) ?? 0);
        return drawn
            .Add(
                $"  {Figures.Seconds(runs ? now - steps.Min(step => step.Asked) : steps.Max(step => step.End - step.Asked))}{(tokens > 0 ? $", {Figures.Number(tokens)} tokens" : "")}",
                Tone.Dim
            )
            .Add(
                good || runs ? "" : $"  {(steps[0].Call is { } call ? Words.Of(call.Outcome.ToString()) : Plain.Of(steps[0].ToolError!))}",
                Tone.Bad
            );
    }
}

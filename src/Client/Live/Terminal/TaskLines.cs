using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Sessions;
using AgentLoad.Client.Commands.Tree;
using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Live.Terminal;

/// <summary>Step tree of the displayed task. If the tree is cut, running steps stay visible.</summary>
internal static class TaskLines
{
    /// <summary>Returns a heading and as many tree lines as fit.</summary>
    public static IReadOnlyList<Line> Of(RunningTask? task, int maxLines)
    {
        if (task is null || maxLines < 2)
        {
            return [];
        }

        var lines = TreeLine.Of(StepTree.Of(Steps(task)), all: false);
        var running = task.UnderWay.Count;
        var heading = Line.Of($"task {task.Id}", Tone.Bold)
            .Add(task.State is { } state ? $" {EnumText.Of(state.ToString())}" : "", Tone.Bold)
            .Add(
                $" {NumberFormat.Seconds(task.Now - task.Start)}, {NumberFormat.Count(task.Ended.Count + running)} "
                    + $"steps{(running > 0 ? $", {NumberFormat.Count(running)} running" : "")}"
            )
            .Add($" · {task.Strategy} on {task.ProblemId}, agent {task.Agent}", Tone.Dim);
        var available = maxLines - 1;
        var (from, count) = (0, lines.Count);
        if (lines.Count > available)
        {
            var last = Enumerable.Range(0, lines.Count).LastOrDefault(i => IsRunning(lines[i]), lines.Count - 1);
            count = available - 1;
            from = Math.Clamp(last - count + 1, 0, lines.Count - count);
        }

        var shown = new List<Line> { heading };
        if (count < lines.Count)
        {
            shown.Add(Line.Of($"  … {NumberFormat.Count(lines.Count - count)} more lines", Tone.Dim));
        }

        shown.AddRange(lines.Skip(from).Take(count).Select(line => Draw(line, task.Now)));
        return shown;
    }

    /// <summary>Returns the steps as step records. Ended steps are marked as on the answer path, running steps as not.</summary>
    public static IReadOnlyList<StepRecord> Steps(RunningTask task) =>
        [
            .. task
                .Ended.Select(step => step with { OnAnswerPath = true })
                .Concat(task.UnderWay.Select(step => ToRecord(step, task.Now)))
                .OrderBy(step => step.Id),
        ];

    private static StepRecord ToRecord(StepStart step, double now) =>
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

    private static bool IsRunning(TreeLine line) => !line.Steps[0].OnAnswerPath;

    private static Line Draw(TreeLine line, double now)
    {
        var steps = line.Steps;
        var (isRunning, isGood) = (IsRunning(line), TreeLine.HasSucceeded(steps[0]));
        var drawn = new Line()
            .Add(
                isRunning ? "● "
                    : isGood ? "✓ "
                    : "✗ ",
                isRunning ? Tone.Accent
                    : isGood ? Tone.Good
                    : Tone.Bad
            )
            .Add(line.Guide, Tone.Dim)
            .Add(line.Name, isRunning ? Tone.Bold : Tone.Plain);
        var tokens = steps.Sum(step => Reports.Data.Tokens.Of(step.Call) ?? 0);
        var seconds = isRunning ? now - steps.Min(step => step.Asked) : steps.Max(step => step.End - step.Asked);
        var tokenText = tokens > 0 ? $", {NumberFormat.Number(tokens)} tokens" : "";
        var error = steps[0].Call is { } call ? EnumText.Of(call.Outcome.ToString()) : steps[0].ToolError;
        return drawn.Add($"  {NumberFormat.Seconds(seconds)}{tokenText}", Tone.Dim).Add(isGood || isRunning ? "" : $"  {error}", Tone.Bad);
    }
}

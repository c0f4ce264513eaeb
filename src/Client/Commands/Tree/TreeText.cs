using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>Renders the tree of a task in the terminal. Readable without colors; text of models is sanitized.</summary>
internal static class TreeText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Renders the tree.</summary>
    /// <param name="task">Task.</param>
    /// <param name="simulated">True if a simulated node served the run.</param>
    /// <param name="all">True to show every step on its own line.</param>
    /// <param name="console">Console.</param>
    public static void Render(TaskRecord task, bool simulated, bool all, IAnsiConsole console)
    {
        var page = new ConsoleWriter(console);
        var metrics = TaskMetrics.Of(task);
        page.WriteLine("");
        page.WriteLine(
            $"{(simulated ? "SIMULATED · " : "")}task {task.Id}{(task.Attempt > 1 ? $", attempt {task.Attempt}" : "")}: "
                + $"{task.Strategy} on {task.ProblemId}{(task.IsBaseline ? " (baseline)" : "")}",
            Title
        );
        page.WriteWrapped(
            $"{EnumText.Of(task.State.ToString())}{(task.Score is > 0 and < 1 ? $", score {NumberFormat.Number(task.Score)}" : "")}"
                + $"{(task.Answer is { } answer ? $": {TerminalText.Truncate(TerminalText.Sanitize(answer), 200)}" : "")}"
        );
        if (task.Error is { } error)
        {
            page.WriteWrapped(error, Bad);
        }

        page.WriteWrapped(
            $"{NumberFormat.Count(metrics.Calls)} calls, {NumberFormat.Count(metrics.ToolCalls)} tool calls, "
                + $"{NumberFormat.Number(metrics.TotalTokens)} tokens "
                + $"({NumberFormat.Percent(Share(metrics.WastedTokens, metrics.TotalTokens))} wasted, "
                + $"{NumberFormat.Percent(Share(metrics.ResentTokens, metrics.PromptTokens))} of the prompts re-sent), "
                + $"{NumberFormat.Seconds(metrics.LatencySeconds)}, critical path {NumberFormat.Seconds(metrics.CriticalPathSeconds)}, "
                + $"×{NumberFormat.Number(metrics.Parallelism)} parallel"
        );
        if (task.Steps.Count == 0)
        {
            return;
        }

        page.WriteTable(TableOf(task, all), lastIsText: true);
        page.WriteLine("");
        page.WriteWrapped("+ led to the answer   - pruned, lost or cancelled   * on the critical path   ↓ followed by", Dim);
    }

    private static TextTable TableOf(TaskRecord task, bool all)
    {
        var table = new TextTable("   step", "prompt", "output", "start", "time", "score", "error");
        foreach (var line in TreeLine.Of(StepTree.Of(task.Steps), all))
        {
            var steps = line.Steps;
            table.Add(
                $"{Mark(steps[0])} {line.Guide}{line.Name}",
                Sum(steps, call => call.PromptTokens),
                Sum(steps, call => call.CompletionTokens),
                NumberFormat.Seconds(Math.Max(0, steps.Min(step => step.Sent) - task.Start)),
                NumberFormat.Seconds(steps.Max(step => step.End - step.Asked)),
                Scores(steps),
                TerminalText.Truncate(TerminalText.Sanitize(Failure(steps[0])), 60)
            );
        }

        return table;
    }

    private static string Mark(StepRecord step) => $"{(step.OnAnswerPath ? '+' : '-')}{(step.OnCriticalPath ? '*' : ' ')}";

    private static string Failure(StepRecord step) =>
        TreeLine.HasSucceeded(step) ? ""
        : step.Call is { } call ? EnumText.Of(call.Outcome.ToString()) + (call.Error is null ? "" : $": {call.Error}")
        : step.ToolError!;

    private static string Sum(IReadOnlyList<StepRecord> steps, Func<CallRecord, int?> tokens)
    {
        var known = steps.Where(step => step.Call is not null).Select(step => tokens(step.Call!)).OfType<int>().ToArray();
        return steps[0].Kind == StepKind.Tool ? ""
            : known.Length == 0 ? NumberFormat.Missing
            : NumberFormat.Number(known.Sum(tokens => (double)tokens));
    }

    private static string Scores(IReadOnlyList<StepRecord> steps)
    {
        var scores = steps.Select(step => step.Score).OfType<double>().ToArray();
        return scores.Length == 0 ? ""
            : scores.Min() == scores.Max() ? Number(scores[0])
            : $"{Number(scores.Min())}–{Number(scores.Max())}";
    }

    private static string Number(double score) => score.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    private static double? Share(long? part, long? whole) => whole > 0 ? (double?)part / whole : null;
}

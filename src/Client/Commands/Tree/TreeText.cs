using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using Spectre.Console;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>A task's tree for a terminal: readable without colour, and safe whatever models wrote.</summary>
internal static class TreeText
{
    private static readonly Style Title = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(Color.Grey);
    private static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    /// <summary>Writes the tree.</summary>
    /// <param name="task">The task.</param>
    /// <param name="simulated">True where a simulated node took part in the run.</param>
    /// <param name="all">True for a line of its own for every step.</param>
    /// <param name="console">Where.</param>
    public static void Render(TaskRecord task, bool simulated, bool all, IAnsiConsole console)
    {
        var page = new Page(console);
        var metrics = TaskMetrics.Of(task);
        page.Line("");
        page.Line(
            $"{(simulated ? "SIMULATED · " : "")}task {task.Id}{(task.Attempt > 1 ? $", attempt {task.Attempt}" : "")}: {task.Strategy} on {task.ProblemId}{(task.IsBaseline ? " (to compare with)" : "")}",
            Title
        );
        page.Wrapped(
            $"{Words.Of(task.State.ToString())}{(task.Score is > 0 and < 1 ? $", score {Figures.Number(task.Score)}" : "")}{(task.Answer is { } answer ? $": {Plain.Crop(Plain.Of(answer), 200)}" : "")}"
        );
        if (task.Error is { } error)
        {
            page.Wrapped(error, Bad);
        }

        page.Wrapped(
            $"{Figures.Count(metrics.Calls)} calls, {Figures.Count(metrics.ToolCalls)} tool calls, {Figures.Number(metrics.TotalTokens)} tokens "
                + $"({Figures.Percent(Share(metrics.WastedTokens, metrics.TotalTokens))} wasted, {Figures.Percent(Share(metrics.ResentTokens, metrics.PromptTokens))} of the prompts re-sent), "
                + $"{Figures.Seconds(metrics.LatencySeconds)}, critical path {Figures.Seconds(metrics.CriticalPathSeconds)}, ×{Figures.Number(metrics.Parallelism)} parallel"
        );
        if (task.Steps.Count == 0)
        {
            return;
        }

        page.Table(TableOf(task, all), lastIsText: true);
        page.Line("");
        page.Wrapped("+ led to the answer   - pruned, lost or given up   * on the critical path   ↓ then", Dim);
    }

    private static TextTable TableOf(TaskRecord task, bool all)
    {
        var table = new TextTable("   step", "prompt", "output", "start", "time", "score", "what went wrong");
        foreach (var line in TreeLine.Of(StepTree.Of(task.Steps), all))
        {
            var steps = line.Steps;
            table.Add(
                $"{Mark(steps[0])} {line.Guide}{line.Name}",
                Sum(steps, call => call.PromptTokens),
                Sum(steps, call => call.CompletionTokens),
                Figures.Seconds(Math.Max(0, steps.Min(step => step.Sent) - task.Start)),
                Figures.Seconds(steps.Max(step => step.End - step.Asked)),
                Scores(steps),
                Plain.Crop(Plain.Of(Failure(steps[0])), 60)
            );
        }

        return table;
    }

    private static string Mark(StepRecord step) => $"{(step.OnAnswerPath ? '+' : '-')}{(step.OnCriticalPath ? '*' : ' ')}";

    private static string Failure(StepRecord step) =>
        TreeLine.HasSucceeded(step) ? ""
        : step.Call is { } call ? Words.Of(call.Outcome.ToString()) + (call.Error is null ? "" : $": {call.Error}")
        : step.ToolError!;

    private static string Sum(IReadOnlyList<StepRecord> steps, Func<CallRecord, int?> tokens)
    {
        var known = steps.Where(step => step.Call is not null).Select(step => tokens(step.Call!)).OfType<int>().ToArray();
        return steps[0].Kind == StepKind.Tool ? ""
            : known.Length == 0 ? Figures.Missing
            : Figures.Number(known.Sum(tokens => (double)tokens));
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

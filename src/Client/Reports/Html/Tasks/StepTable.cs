using AgentLoad.Client.Reports.Html.Sections;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>The steps of a task as a table, for screen readers.</summary>
internal static class StepTable
{
    public static Markup Draw(TaskView shown)
    {
        var table = new DataTable(
            "Steps",
            true,
            Markup.Of($"step"),
            Markup.Of($"start"),
            Markup.Of($"duration"),
            Glossary.Term("call.ttft", "TTFT"),
            Markup.Of($"prompt"),
            Markup.Of($"completion"),
            Markup.Of($"after"),
            Markup.Of($"score"),
            Markup.Of($"outcome")
        );
        foreach (var step in shown.Steps)
        {
            table.Add(
                Markup.Of($"{TerminalText.Truncate(TerminalText.Sanitize(step.Key), 60)}"),
                Of(NumberFormat.Seconds(Math.Max(0, step.Sent - shown.Task.Start))),
                Of(NumberFormat.Seconds(TaskView.SecondsOf(step))),
                Of(step.Kind == StepKind.Tool ? "" : NumberFormat.Seconds(step.Call?.Ttft)),
                Of(step.Kind == StepKind.Tool ? "" : NumberFormat.Number(step.Call?.PromptTokens)),
                Of(step.Kind == StepKind.Tool ? "" : NumberFormat.Number(step.Call?.CompletionTokens)),
                Of(After(step)),
                Of(step.Score is { } score ? NumberFormat.Number(score) : ""),
                Of(Outcome(step))
            );
        }

        return Markup.Of($"""<details class="steps"><summary>Steps as a table</summary>{table.Draw()}</details>""");
    }

    private static string Outcome(StepRecord step)
    {
        var outcome =
            step.Call is { } call ? EnumText.Of(call.Outcome.ToString())
            : step.ToolError is null ? "tool call"
            : "tool call failed";
        return $"{outcome}{(step.OnAnswerPath ? "" : ", wasted")}{(step.OnCriticalPath ? ", critical" : "")}";
    }

    private static string After(StepRecord step) =>
        step.After.Count switch
        {
            0 => "",
            <= 3 => string.Join(", ", step.After),
            var count => $"{count} steps",
        };

    private static Markup Of(string text) => Markup.Of($"{text}");
}

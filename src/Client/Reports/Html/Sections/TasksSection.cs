using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Tasks;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Slowest and typical tasks step by step: timeline with critical path, call tree, flame graph.</summary>
internal static class TasksSection
{
    // Bounds the size of the page, together with the limit on examples.
    private const int MaxTotalSteps = 6000,
        MinSteps = 200,
        MaxSteps = 1500;

    public static Markup Write(ReportData data)
    {
        if (data.Examples.Count == 0)
        {
            return new Markup();
        }

        var maxSteps = Math.Clamp(MaxTotalSteps / data.Examples.Count, MinSteps, MaxSteps);
        var tasks = new Markup();
        for (var i = 0; i < data.Examples.Count; i++)
        {
            tasks.Add(Draw(data.Examples[i].Pick, data.Examples[i].Task, maxSteps, isOpen: i == 0));
        }

        var more =
            data.RowsWithoutExamples > 0
                ? Markup.Of(
                    $"""<p class="foot">{data.RowsWithoutExamples} more strategies are not shown; agentload report --format """
                        + $"""trace-event exports every task.</p>"""
                )
                : null;
        return Markup.Of(
            $"""
            <section id="tasks"><h2>Tasks step by step{StatusBadges.Of(data)}</h2>
            <p class="lead">The slowest and the typical (median latency) task of each strategy.</p>
            <div class="toolbar"><fieldset><legend>Color</legend>{Choice("color", "waste", true)}{Choice(
                "color",
                "tokens",
                false
            )}{Choice("color", "time", false)}</fieldset>
            <fieldset class="scripted"><legend>Flame width</legend>{Choice("width", "tokens", true)}{Choice(
                "width",
                "time",
                false
            )}</fieldset>
            <label class="scripted search">Search <input id="search" type="search" placeholder="step, for example propose"
            autocomplete="off" spellcheck="false"></label><output id="found" class="scripted"></output>
            {Keys()}</div>
            {tasks}{more}</section>
            """
        );
    }

    private static Markup Choice(string name, string value, bool isChosen) =>
        Markup.Of(
            $"""<label><input type="radio" name="{name}" value="{value}" """
                + $"""id="{name}-{value}"{(isChosen ? Markup.Of($" checked") : null)}>{value}</label>"""
        );

    private static Markup Keys()
    {
        var levels = new Markup();
        for (var level = 0; level < TaskView.Levels; level++)
        {
            levels.Add($"""<i class="swatch l{level}"></i>""");
        }

        return Markup.Of(
            $"""
            <p class="keys"><span class="for-waste"><i class="swatch used"></i>used by the answer
            <i class="swatch wasted"></i>{Glossary.Term(
                "task.wasted_tokens",
                "wasted"
            )}</span><span class="for-level">{levels} low to high, scaled per task</span></p>
            """
        );
    }

    private static Markup Draw(ExampleTask pick, TaskRecord task, int maxSteps, bool isOpen)
    {
        var shown = new TaskView(task, maxSteps);
        var left = task.Steps.Count - shown.Steps.Count;
        var row = pick.Row;
        List<string> facts =
        [
            .. row.Group == row.Strategy ? Array.Empty<string>() : [StrategyRows.Shorten(row.Group)],
            StrategyRows.Shorten(row.Problem),
            $"task {task.Id}",
            EnumText.Of(task.State.ToString()),
            NumberFormat.Seconds(task.End - task.Start),
            $"{NumberFormat.Count(task.Steps.Count)} {(task.Steps.Count == 1 ? "step" : "steps")}",
            $"{(Tokens.Of(task) is { } tokens ? NumberFormat.Number(tokens) : "unknown")} tokens",
        ];
        return Markup.Of(
            $"""
            <details class="task"{(isOpen ? Markup.Of($" open") : null)}><summary>
            <b>{StrategyRows.Shorten(row.Strategy)}</b> <span class="why">{pick.Reason}</span>
            <span class="facts">{string.Join(" · ", facts)}</span></summary>
            <p class="answer"><span>problem</span> <code>{Text(task.ProblemId)}</code>{Line("answer", task.Answer)}{Line(
                "error",
                task.Error
            )}</p>
            {(
                left > 0
                    ? Markup.Of(
                        $"""<p class="note missing">The first {shown.Steps.Count} of {task.Steps.Count} steps are shown, to """
                            + $"""limit the size of the report.</p>"""
                    )
                    : null
            )}
            {Gantt.Draw(shown)}{CallTree.Draw(shown)}{FlameGraph.Draw(shown)}{PageParts.Fold(
                "Table of the steps",
                StepTable.Draw(shown)
            )}</details>
            """
        );
    }

    private static Markup? Line(string name, string? text) =>
        string.IsNullOrEmpty(text) ? null : Markup.Of($"""<br><span>{name}</span> <code>{Text(text)}</code>""");

    private static string Text(string text) => TerminalText.Truncate(TerminalText.Sanitize(text), 400);
}

using AgentLoad.Client.Reports.Data;
using AgentLoad.Client.Reports.Html.Tasks;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Slow and typical tasks, step by step: over time with the critical path, as a tree, as a flame.</summary>
internal static class TasksSection
{
    // Together with the cap on examples this bounds the size of the page.
    private const int MostStepsInAll = 6000,
        LeastSteps = 200,
        MostSteps = 1500;

    public static Markup Write(ReportData data)
    {
        if (data.Examples.Count == 0)
        {
            return new Markup();
        }

        var most = Math.Clamp(MostStepsInAll / data.Examples.Count, LeastSteps, MostSteps);
        var tasks = new Markup();
        for (var i = 0; i < data.Examples.Count; i++)
        {
            tasks.Add(Draw(data.Examples[i].Pick, data.Examples[i].Task, most, isOpen: i == 0));
        }

        var more =
            data.RowsWithoutExamples > 0
                ? Markup.Of(
                    $"""<p class="foot">{data.RowsWithoutExamples} more strategies are not shown step by step; agentload report --format trace-event has every task.</p>"""
                )
                : null;
        return Markup.Of(
            $"""
            <section id="tasks"><h2>Tasks, step by step{StatusBadges.Of(data)}</h2>
            <p class="lead">Of each strategy the slowest task and the typical one, whose latency is the median.</p>
            <div class="toolbar"><fieldset><legend>Colour</legend>{Choice("colour", "waste", true)}{Choice(
                "colour",
                "tokens",
                false
            )}{Choice("colour", "time", false)}</fieldset>
            <fieldset class="scripted"><legend>Flame width</legend>{Choice("width", "tokens", true)}{Choice(
                "width",
                "time",
                false
            )}</fieldset>
            <label class="scripted search">Search <input id="search" type="search" placeholder="step, for example propose" autocomplete="off" spellcheck="false"></label><output id="found" class="scripted"></output>
            {Keys()}</div>
            {tasks}{more}</section>
            """
        );
    }

    private static Markup Choice(string name, string value, bool isChosen) =>
        Markup.Of(
            $"""<label><input type="radio" name="{name}" value="{value}" id="{name}-{value}"{(isChosen ? Markup.Of($" checked") : null)}>{value}</label>"""
        );

    private static Markup Keys() =>
        Markup.Of(
            $"""
            <p class="keys"><span class="for-waste"><i class="swatch used"></i>used by the answer <i class="swatch wasted"></i>{Glossary.Term(
                "task.wasted_tokens",
                "wasted"
            )}</span><span class="for-level"><i class="swatch l0"></i><i class="swatch l1"></i><i class="swatch l2"></i><i class="swatch l3"></i><i class="swatch l4"></i><i class="swatch l5"></i> few to many, each task on its own scale</span></p>
            """
        );

    private static Markup Draw(ExampleTask pick, TaskRecord task, int most, bool isOpen)
    {
        var shown = new TaskView(task, most);
        var left = task.Steps.Count - shown.Steps.Count;
        var tokens = Tokens.Of(task);
        return Markup.Of(
            $"""
            <details class="task"{(isOpen ? Markup.Of($" open") : null)}><summary><b>{StrategyRows.Shorten(
                pick.Row.Strategy
            )}</b> <span class="why">{pick.Reason}</span>
            <span class="facts">{(pick.Row.Group == pick.Row.Strategy ? "" : StrategyRows.Shorten(pick.Row.Group) + " · ")}{StrategyRows.Shorten(
                pick.Row.Problem
            )} · task {task.Id} · {EnumText.Of(task.State.ToString())} · {NumberFormat.Seconds(task.End - task.Start)} · {NumberFormat.Count(
                task.Steps.Count
            )} {(task.Steps.Count == 1 ? "step" : "steps")} · {(
                tokens is { } known ? NumberFormat.Number(known) : "unknown"
            )} tokens</span></summary>
            <p class="answer"><span>problem</span> <code>{Text(task.ProblemId)}</code>{Line("answer", task.Answer)}{Line(
                "error",
                task.Error
            )}</p>
            {(
                left > 0
                    ? Markup.Of(
                        $"""<p class="note missing">The first {shown.Steps.Count} of {task.Steps.Count} steps are shown; the report keeps to a size that opens fast.</p>"""
                    )
                    : null
            )}
            {Gantt.Draw(shown)}{CallTree.Draw(shown)}{FlameGraph.Draw(shown)}{StepTable.Draw(shown)}</details>
            """
        );
    }

    private static Markup? Line(string name, string? text) =>
        string.IsNullOrEmpty(text) ? null : Markup.Of($"""<br><span>{name}</span> <code>{Text(text)}</code>""");

    private static string Text(string text) => TerminalText.Truncate(TerminalText.Sanitize(text), 400);
}

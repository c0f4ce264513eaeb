using AgentLoad.Client.Reports.Html.Charts;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>
/// Gantt chart of the steps of a task in the fewest lanes without overlap. The critical path is outlined and connected by a line.
/// </summary>
internal static class Gantt
{
    private const double Gap = 2;

    public static Markup Draw(TaskView shown, bool isLive = false)
    {
        var task = shown.Task;
        var end = Math.Max(task.End, shown.Steps.Max(step => step.End));
        var x = Scale.Between(0, Math.Max(1e-6, end - task.Start));
        var (lanes, count) = Lanes(shown.Steps);
        var height =
            count <= 12 ? 20.0
            : count <= 30 ? 12
            : count <= 80 ? 8
            : 5;
        var (grid, bars, path) = (new Markup(), new Markup(), new Markup());
        foreach (var tick in x.Ticks(5))
        {
            grid.Add($"""<line class="grid" x1="{100 * x.At(tick)}%" x2="{100 * x.At(tick)}%" y1="0" y2="100%"/>""");
        }

        (double End, double Middle)? before = null;
        for (var i = 0; i < shown.Steps.Count; i++)
        {
            var step = shown.Steps[i];
            var (asked, sent, ended, top) = (At(step.Asked), At(step.Sent), At(step.End), (lanes[i] * height) + (Gap / 2));
            if (sent - asked > 0.05)
            {
                bars.Add($"""<rect class="wait" x="{asked}%" width="{sent - asked}%" y="{top + (height / 2) - 2}" height="2"/>""");
            }

            var mark =
                (step.OnCriticalPath ? " crit" : "")
                + (step.Kind == StepKind.Tool ? " tool" : "")
                + (step.Call is { } call && !call.Outcome.IsGood() ? " failed" : "");
            bars.Add(
                $"""<rect class="{shown.ColorClasses(step)}{mark}" data-n="{NameOf(step)}" x="{sent}%" """
                    + $"""width="{Math.Max(0.15, ended - sent)}%" y="{top}" height="{height - Gap}"><title>{shown.Describe(step)}"""
                    + $"""</title></rect>"""
            );
            if (!step.OnCriticalPath)
            {
                continue;
            }

            var middle = (lanes[i] * height) + (height / 2);
            if (before is { } previous)
            {
                path.Add($"""<line class="path" x1="{previous.End}%" y1="{previous.Middle}" x2="{asked}%" y2="{middle}"/>""");
            }

            before = (ended, middle);
        }

        var totalHeight = count * height;
        return Markup.Of(
            $"""
            <figure class="chart gantt"><figcaption><h4>Steps over time</h4><ul class="legend">{(isLive ? null : Critical())}
            <li><svg class="key" aria-hidden="true"><rect class="wait" x="2" y="5" width="20" height="2"/></svg>
            queued in the client</li></ul>
            </figcaption>
            <div class="scroll-y" tabindex="0" role="group" aria-label="Steps over time">
            <svg class="lanes" height="{totalHeight}" role="img"
            aria-label="Steps of the task over time, {shown.Steps.Count} in {count} lanes">{grid}{bars}{path}</svg></div>
            {Plot.AxisBelow(x, value => NumberFormat.Seconds(value))}</figure>
            """
        );

        double At(double instant) => 100 * x.At(instant - task.Start);
    }

    // The critical path is only known when the task has ended.
    private static Markup Critical() =>
        Markup.Of(
            $"""<li><svg class="key" aria-hidden="true"><rect class="crit" x="2" y="1.5" width="20" """
                + $"""height="9"/></svg>{Glossary.Term("task.critical_path", "critical path")}</li>"""
        );

    private static string NameOf(StepRecord step) => TerminalText.Truncate(TerminalText.Sanitize(step.Key), 80);

    /// <summary>Assigns each step to the first lane that is free when it is requested.</summary>
    private static (int[] Lanes, int Count) Lanes(IReadOnlyList<StepRecord> steps)
    {
        var (lanes, free) = (new int[steps.Count], new List<double>());
        for (var i = 0; i < steps.Count; i++)
        {
            var lane = free.FindIndex(until => until <= steps[i].Asked + 1e-9);
            if (lane < 0)
            {
                lane = free.Count;
                free.Add(0);
            }

            free[lane] = steps[i].End;
            lanes[i] = lane;
        }

        return (lanes, Math.Max(1, free.Count));
    }
}

using AgentLoad.Client.Reports.Data;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>
/// The steps of a task as a tree: each below the last step it waited for; larger with more tokens; the answer path is filled.
/// </summary>
internal static class CallTree
{
    private const double Level = 46,
        Margin = 14;

    public static Markup Draw(TaskView shown)
    {
        var steps = shown.Steps.OrderBy(step => step.Id).ToList();
        var index = steps.Select((step, i) => (step.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var parents = steps.Select(step => ParentOf(step, index)).ToArray();
        var (x, depth) = Place(parents);
        var most = steps.Max(step => Tokens.Of(step.Call) ?? 0);
        var (edges, nodes) = (new Markup(), new Markup());
        for (var i = 0; i < steps.Count; i++)
        {
            var (left, top) = (100 * x[i], Margin + (depth[i] * Level));
            if (parents[i] is >= 0 and var parent)
            {
                edges.Add(
                    $"""<line class="edge{(steps[i].OnAnswerPath && steps[parent].OnAnswerPath ? " used" : "")}" """
                        + $"""x1="{100 * x[parent]}%" y1="{Margin + (depth[parent] * Level)}" x2="{left}%" y2="{top}"/>"""
                );
            }

            var radius = 2.5 + (most > 0 ? 6 * Math.Sqrt((double)(Tokens.Of(steps[i].Call) ?? 0) / most) : 1.5);
            nodes.Add(
                $"""<circle class="{shown.ColorClasses(steps[i])}{(steps[i].OnCriticalPath ? " crit" : "")}" """
                    + $"""data-n="{TerminalText.Truncate(TerminalText.Sanitize(steps[i].Key), 80)}" cx="{left}%" cy="{top}" """
                    + $"""r="{radius}"><title>{shown.Describe(steps[i])}</title></circle>"""
            );
            if (steps.Count <= 16)
            {
                nodes.Add(
                    $"""<text class="label" x="{left}%" y="{top}" dx="12" """
                        + $"""dy="4">{TerminalText.Truncate(TerminalText.Sanitize(steps[i].Key), 24)}</text>"""
                );
            }
        }

        return Markup.Of(
            $"""
            <figure class="chart tree"><figcaption><h4>Call tree</h4><ul
            class="legend"><li>each step below the last step it waited for; larger: more tokens</li></ul></figcaption>
            <div class="scroll" tabindex="0" role="group" aria-label="Call tree"><svg class="nodes{(
                steps.Count > 60 ? " wide" : ""
            )}" height="{(depth.Max() * Level) + (2 * Margin)}" role="img" aria-label="Tree of {steps.Count} steps, {depth.Max()
                + 1} deep">{edges}{nodes}</svg></div></figure>
            """
        );
    }

    private static int ParentOf(StepRecord step, Dictionary<int, int> index)
    {
        var last = step.After.Where(id => id < step.Id && index.ContainsKey(id)).DefaultIfEmpty(0).Max();
        if (last == 0 && step.Call?.RetryOf is { } failed && failed < step.Id && index.ContainsKey(failed))
        {
            last = failed;
        }

        return last == 0 ? -1 : index[last];
    }

    /// <summary>Places leaves side by side and parents above the middle of their children. Parents precede their children.</summary>
    private static (double[] X, int[] Depth) Place(int[] parents)
    {
        var (x, depth) = (new double[parents.Length], new int[parents.Length]);
        var children = Enumerable.Range(0, parents.Length).ToLookup(i => parents[i]);
        for (var i = 0; i < parents.Length; i++)
        {
            depth[i] = parents[i] < 0 ? 0 : depth[parents[i]] + 1;
        }

        var leaves = 0;
        var open = new Stack<int>(children[-1].Reverse());
        var order = new List<int>();
        while (open.TryPop(out var node))
        {
            order.Add(node);
            if (!children[node].Any())
            {
                x[node] = leaves++;
            }

            foreach (var child in children[node].Reverse())
            {
                open.Push(child);
            }
        }

        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (children[order[i]].Any())
            {
                x[order[i]] = (x[children[order[i]].First()] + x[children[order[i]].Last()]) / 2;
            }
        }

        return ([.. x.Select(place => (place + 0.5) / Math.Max(1, leaves))], depth);
    }
}

namespace AgentLoad.Client.Reports.Html.Tasks;

/// <summary>
/// Flame graph of a task: the width of a node is its tokens, or its time if no tokens are known; children are below their parent.
/// </summary>
internal static class FlameGraph
{
    private const int Height = 22;

    public static Markup Draw(TaskView shown)
    {
        var root = FlameNode.Of(shown);
        var byTokens = root.Tokens > 0;
        var nodes = root.All().ToList();
        var indices = nodes.Select((node, i) => (node, i)).ToDictionary(pair => pair.node, pair => pair.i);
        var places = new Dictionary<FlameNode, (double X, double Width)> { [root] = (0, 100) };
        var cells = new Markup();
        foreach (var node in nodes)
        {
            var (x, width) = places[node];
            var left = x;
            foreach (var child in node.Children)
            {
                var share = Weight(node) > 0 ? width * Weight(child) / Weight(node) : 0;
                places[child] = (left, share);
                left += share;
            }

            var name = node.Parent is null ? $"task {shown.Task.Id}" : node.Name;
            var colors = shown.ColorClasses(
                (double)node.Tokens / Math.Max(1, node.Steps),
                node.Seconds / Math.Max(1, node.Steps),
                node.Wasted
            );
            cells
                .Add(
                    $"""<svg class="cell" x="{x}%" y="{node.Depth * Height}" width="{width}%" height="{Height - 1}" """
                        + $"""data-p="{(node.Parent is { } parent ? indices[parent] : -1)}" data-k="{node.Tokens}" """
                        + $"""data-s="{node.Seconds}" data-n="{name}">"""
                )
                .Add(
                    $"""<rect class="{colors}{(node.IsCritical ? " crit" : "")}" width="100%" height="100%"/><text x="5" """
                        + $"""y="15">{name}</text><title>{Describe(name, node)}</title></svg>"""
                );
        }

        var height = (nodes.Max(node => node.Depth) + 1) * Height;
        return Markup.Of(
            $"""
            <figure class="chart flame" data-by="{(
                byTokens ? "tokens" : "time"
            )}"><figcaption><h4>Flame graph</h4><ul class="legend"><li>width: <span class="measure">{(
                byTokens ? "tokens" : "time"
            )}</span></li>
            <li class="hint">click to zoom in, click again to zoom out; arrow keys move, Enter zooms in, Escape zooms out</li></ul>
            </figcaption>
            <svg class="cells" height="{height}" tabindex="0" role="img"
            aria-label="Flame graph: tokens of each part of the task">{cells}</svg><p class="readout" aria-live="polite"></p></figure>
            """
        );

        double Weight(FlameNode node) => byTokens ? node.Tokens : node.Seconds;
    }

    private static string ScoreOf(FlameNode node) =>
        node.Scores is not { } scores ? ""
        : scores.Low == scores.High ? $", score {NumberFormat.Number(scores.Low)}"
        : $", scores {NumberFormat.Number(scores.Low)} to {NumberFormat.Number(scores.High)}";

    private static string Describe(string name, FlameNode node) =>
        $"{name}: {NumberFormat.Count(node.Tokens)} tokens in {NumberFormat.Count(node.Steps)} steps, "
        + $"{NumberFormat.Seconds(node.Seconds)} of step time, {NumberFormat.Percent(node.Wasted)} "
        + $"wasted{ScoreOf(node)}{(node.IsCritical ? ", on the critical path" : "")}";
}

using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>
/// One line of a tree: a step, or several similar pruned steps. A chain of only children is not indented, so that long conversations fit
/// on the page.
/// </summary>
/// <param name="Guide">Branch characters before the name.</param>
/// <param name="Steps">The step, or the collapsed steps.</param>
internal sealed record TreeLine(string Guide, IReadOnlyList<StepRecord> Steps)
{
    private const int MinGroupSize = 4;

    /// <summary>Returns all lines of a tree.</summary>
    /// <param name="roots">Roots of the tree.</param>
    /// <param name="all">True to show every step on its own line.</param>
    public static IReadOnlyList<TreeLine> Of(IReadOnlyList<StepNode> roots, bool all)
    {
        var lines = new List<TreeLine>();
        var open = new Stack<(string Guide, string Under, IReadOnlyList<StepNode> Nodes)>();
        Push(open, roots, "", all, isChain: false);
        while (open.TryPop(out var next))
        {
            lines.Add(new TreeLine(next.Guide, [.. next.Nodes.Select(node => node.Step)]));
            Push(open, next.Nodes[0].Children, next.Under, all, isChain: true);
        }

        return lines;
    }

    private static void Push(
        Stack<(string Guide, string Under, IReadOnlyList<StepNode> Nodes)> open,
        IReadOnlyList<StepNode> nodes,
        string prefix,
        bool all,
        bool isChain
    )
    {
        var groups = Groups(nodes, all);
        if (isChain && groups is [[var only]])
        {
            open.Push(($"{prefix}↓ ", prefix, [only]));
            return;
        }

        for (var i = groups.Count - 1; i >= 0; i--)
        {
            var isLast = i == groups.Count - 1;
            open.Push((prefix + (isLast ? "└─ " : "├─ "), prefix + (isLast ? "   " : "│  "), groups[i]));
        }
    }

    /// <summary>Groups similar leaf steps off the critical path at the position of the first.</summary>
    private static IReadOnlyList<IReadOnlyList<StepNode>> Groups(IReadOnlyList<StepNode> nodes, bool all)
    {
        var alike = nodes
            .Where(node => !all && node.Children.Count == 0 && !node.Step.OnCriticalPath)
            .GroupBy(node => (node.Step.Name, node.Step.OnAnswerPath, Good: HasSucceeded(node.Step)))
            .Where(group => group.Count() >= MinGroupSize)
            .ToDictionary(group => group.First(), group => group.ToArray());
        var taken = alike.SelectMany(group => group.Value.Skip(1)).ToHashSet();
        return [.. nodes.Where(node => !taken.Contains(node)).Select(node => alike.TryGetValue(node, out var group) ? group : [node])];
    }

    /// <summary>Returns true if the call or the tool succeeded.</summary>
    public static bool HasSucceeded(StepRecord step) => step.Call is { } call ? call.Outcome.IsGood() : step.ToolError is null;

    /// <summary>Name of the step or tool, with the number of collapsed steps.</summary>
    public string Name
    {
        get
        {
            var step = Steps[0];
            var name =
                step.Kind == StepKind.Tool ? $"{step.Name}()"
                : Steps.Count > 1 ? step.Name
                : step.Key;
            return TerminalText.Sanitize(Steps.Count > 1 ? $"{name} ×{NumberFormat.Count(Steps.Count)}" : name);
        }
    }
}

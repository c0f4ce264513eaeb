using AgentLoad.Client.Reports;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Client.Commands.Tree;

/// <summary>
/// One line of a tree: a step, or several alike that nothing came of. Chains of only children are drawn one below the other, so that
/// a long conversation does not run out of the page.
/// </summary>
/// <param name="Guide">The branches drawn before the name.</param>
/// <param name="Steps">The step, or the steps alike.</param>
internal sealed record TreeLine(string Guide, IReadOnlyList<StepRecord> Steps)
{
    private const int MinGroupSize = 4;

    /// <summary>All lines, from the first root on.</summary>
    /// <param name="roots">The tree.</param>
    /// <param name="all">True for a line of its own for every step.</param>
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

    /// <summary>Steps that nothing came of and that are alike stand together, where the first of them stood.</summary>
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

    /// <summary>True where the call went well, or the tool did.</summary>
    public static bool HasSucceeded(StepRecord step) => step.Call is { } call ? call.Outcome.IsGood() : step.ToolError is null;

    /// <summary>What the line is about: the place in the search, or the tool; and how many alike.</summary>
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

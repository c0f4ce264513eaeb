namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>An action, and once it was gone into the state that it led to.</summary>
/// <param name="parent">Where it was proposed; null for the root.</param>
/// <param name="action">The state as the action has it, before the world model.</param>
/// <param name="reward">Reward of the action, 0 to 1.</param>
/// <param name="steps">Proposal and reward.</param>
internal sealed class RapNode(RapNode? parent, string action, double reward, IReadOnlyList<int> steps)
{
    private double _sum;
    private int _visits;

    /// <summary>Thoughts from the root to it.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Where it was proposed.</summary>
    public RapNode? Parent => parent;

    /// <summary>The state as the action has it.</summary>
    public string Action => action;

    /// <summary>Reward of the action.</summary>
    public double Reward => reward;

    /// <summary>The state that the world model gave; null before it was asked, or where it gave none.</summary>
    public string? State { get; set; } = parent is null ? "" : null;

    /// <summary>What the state adds to its parent's.</summary>
    public string Thought { get; set; } = "";

    /// <summary>Steps that it came out of.</summary>
    public IReadOnlyList<int> Steps { get; set; } = steps;

    /// <summary>The answer, where the state is final.</summary>
    public string? Answer { get; set; }

    /// <summary>Its actions; null before they were proposed.</summary>
    public IReadOnlyList<RapNode>? Children { get; set; }

    /// <summary>True where the path ends here.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>The child to visit next; of equals the one proposed first.</summary>
    public RapNode Select(double exploration)
    {
        var logarithm = Math.Log(Math.Max(1, _visits));
        return Children!.MaxBy(c =>
            (c._visits == 0 ? c.Reward : c._sum / c._visits) + (exploration * Math.Sqrt(logarithm / Math.Max(1, c._visits)))
        )!;
    }

    /// <summary>Counts a visit on each node up to the root, with the mean reward of the path from that node down.</summary>
    public void Backpropagate()
    {
        double sum = 0;
        var length = 0;
        for (var node = this; node is not null; node = node.Parent)
        {
            // An action that the world model could not carry out was worth nothing.
            sum += node.State is null ? 0 : node.Reward;
            length++;
            node._sum += sum / length;
            node._visits++;
        }
    }

    /// <summary>Mean reward of the actions from the root to it.</summary>
    public double PathReward()
    {
        double sum = 0;
        for (var node = this; node.Parent is not null; node = node.Parent)
        {
            sum += node.Reward;
        }

        return sum / Math.Max(1, Depth);
    }

    /// <summary>The thoughts from the root to it.</summary>
    public string[] Thoughts()
    {
        var thoughts = new string[Depth];
        for (var node = this; node.Parent is not null; node = node.Parent)
        {
            thoughts[node.Depth - 1] = node.Thought;
        }

        return thoughts;
    }
}

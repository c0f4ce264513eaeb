namespace AgentLoad.Agents.Strategies.Rap;

/// <summary>An action and, after a visit, the predicted state.</summary>
/// <param name="parent">The parent; null for the root.</param>
/// <param name="action">The state as proposed by the action, before the prediction of the world model.</param>
/// <param name="reward">Reward of the action, 0 to 1.</param>
/// <param name="steps">Proposal and reward steps.</param>
internal sealed class RapNode(RapNode? parent, string action, double reward, IReadOnlyList<int> steps)
{
    private double _sum;
    private int _visits;

    /// <summary>Number of thoughts from the root.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>The parent; null for the root.</summary>
    public RapNode? Parent => parent;

    /// <summary>The state as proposed by the action.</summary>
    public string Action => action;

    /// <summary>Reward of the action.</summary>
    public double Reward => reward;

    /// <summary>The state predicted by the world model; null before the prediction or if it failed.</summary>
    public string? State { get; set; } = parent is null ? "" : null;

    /// <summary>The difference between the state and the parent's state.</summary>
    public string Thought { get; set; } = "";

    /// <summary>Proposal, reward and prediction steps.</summary>
    public IReadOnlyList<int> Steps { get; set; } = steps;

    /// <summary>The answer; null if the state is not final.</summary>
    public string? Answer { get; set; }

    /// <summary>The proposed actions; null before the expansion.</summary>
    public IReadOnlyList<RapNode>? Children { get; set; }

    /// <summary>True if the path ends at this node.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>Selects the child to visit next by UCT; ties are resolved in favor of the first.</summary>
    public RapNode Select(double exploration)
    {
        var logarithm = Math.Log(Math.Max(1, _visits));
        return Children!.MaxBy(c =>
            (c._visits == 0 ? c.Reward : c._sum / c._visits) + (exploration * Math.Sqrt(logarithm / Math.Max(1, c._visits)))
        )!;
    }

    /// <summary>Adds a visit to this node and its ancestors, with the mean reward of the path below each node.</summary>
    public void Backpropagate()
    {
        double sum = 0;
        var length = 0;
        for (var node = this; node is not null; node = node.Parent)
        {
            // An action without a predicted state has no reward.
            sum += node.State is null ? 0 : node.Reward;
            length++;
            node._sum += sum / length;
            node._visits++;
        }
    }

    /// <summary>Returns the mean reward of the actions from the root to this node.</summary>
    public double PathReward()
    {
        double sum = 0;
        for (var node = this; node.Parent is not null; node = node.Parent)
        {
            sum += node.Reward;
        }

        return sum / Math.Max(1, Depth);
    }

    /// <summary>Returns the thoughts from the root to this node.</summary>
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

using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>A node of the tree. Closed paths are pruned, so that the tree contains only selectable nodes.</summary>
internal sealed class LatsNode(LatsNode? parent, string thought, string state, IReadOnlyList<int> steps)
{
    private readonly List<LatsNode> _children = [];
    private double _value;

    /// <summary>Creates a child; its evaluation counts as the first visit.</summary>
    public LatsNode(LatsNode parent, Child child)
        : this(parent, child.Thought, child.State, child.Steps) => (_value, Visits) = (child.Reward, 1);

    /// <summary>The state.</summary>
    public string State => state;

    /// <summary>Proposal and evaluation steps of the node.</summary>
    public IReadOnlyList<int> Steps => steps;

    /// <summary>N: number of visits.</summary>
    public int Visits { get; private set; }

    /// <summary>Number of thoughts from the root.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Selects a leaf by descending to the child with the largest UCT; ties are resolved in favor of the first child.</summary>
    public LatsNode Select()
    {
        var node = this;
        while (node._children.Count > 0)
        {
            var logarithm = 2 * Math.Log(Math.Max(1, node.Visits));
            node = node._children.MaxBy(c => (c._value / c.Visits) + Math.Sqrt(logarithm / c.Visits))!;
        }

        return node;
    }

    /// <summary>Adds a child.</summary>
    public LatsNode Add(Child child)
    {
        var node = new LatsNode(this, child);
        _children.Add(node);
        return node;
    }

    /// <summary>Adds a visit with a reward to this node and its ancestors.</summary>
    public void Backpropagate(double reward)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Visits++;
            node._value += reward;
        }
    }

    /// <summary>Removes this node and ancestors without remaining children. Returns true if the whole tree is closed.</summary>
    public bool Prune()
    {
        var node = this;
        while (node.Parent is { } above)
        {
            above._children.Remove(node);
            if (above._children.Count > 0)
            {
                return false;
            }

            node = above;
        }

        return true;
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

    private LatsNode? Parent => parent;

    private string Thought => thought;
}

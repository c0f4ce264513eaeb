using AgentLoad.Agents.Strategies.Search;

namespace AgentLoad.Agents.Strategies.Lats;

/// <summary>A node of the tree. Paths that are closed are cut off, so that the tree holds what can still be chosen.</summary>
internal sealed class LatsNode(LatsNode? parent, string thought, string state, IReadOnlyList<int> steps)
{
    private readonly List<LatsNode> _children = [];
    private double _value;

    /// <summary>A child with its judgement as the first visit.</summary>
    public LatsNode(LatsNode parent, Child child)
        : this(parent, child.Thought, child.State, child.Steps) => (_value, Visits) = (child.Reward, 1);

    /// <summary>Its state.</summary>
    public string State => state;

    /// <summary>Proposal and judgements that it came out of.</summary>
    public IReadOnlyList<int> Steps => steps;

    /// <summary>N: visits.</summary>
    public int Visits { get; private set; }

    /// <summary>Thoughts from the root to it.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>The leaf with the largest UCT on the way down; of equals the one that came first.</summary>
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

    /// <summary>Puts a node below this one.</summary>
    public LatsNode Add(Child child)
    {
        var node = new LatsNode(this, child);
        _children.Add(node);
        return node;
    }

    /// <summary>Counts a visit with a reward here and on all nodes above.</summary>
    public void Backpropagate(double reward)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            node.Visits++;
            node._value += reward;
        }
    }

    /// <summary>Cuts this node off, and those above that are left without children. True where the whole tree is closed.</summary>
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

    private LatsNode? Parent => parent;

    private string Thought => thought;
}

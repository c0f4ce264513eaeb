namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Where a node was written: a line of the file, or a <c>--set</c> argument.</summary>
internal readonly record struct Origin(int Line, string? Set = null);

/// <summary>A piece of a YAML document that remembers where it was written.</summary>
internal abstract class Node(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>What it is, for messages.</summary>
    public abstract string Words { get; }
}

/// <summary>A text, number or flag, as written.</summary>
internal sealed class ScalarNode(Origin origin, string text, bool isPlain = true) : Node(origin)
{
    public string Text { get; } = text;

    public bool IsNull { get; } = isPlain && text is "" or "~" or "null";

    public override string Words => IsNull ? "nothing" : Redaction.Quote(Text);
}

/// <summary>A list.</summary>
internal sealed class ListNode(Origin origin) : Node(origin)
{
    public List<Node> Items { get; } = [];

    public override string Words => "a list";
}

/// <summary>Keys with values, in the order in which they were written; a key may occur twice.</summary>
internal sealed class MapNode(Origin origin) : Node(origin)
{
    public List<KeyValuePair<ScalarNode, Node>> Pairs { get; } = [];

    public override string Words => "a mapping of keys to values";

    public Node? Find(string key) => Pairs.Find(p => p.Key.Text == key).Value;

    public MapNode With(string key, Node value)
    {
        Pairs.Add(new(new ScalarNode(Origin, key), value));
        return this;
    }
}

/// <summary>Stands where an error was already reported.</summary>
internal sealed class InvalidNode(Origin origin) : Node(origin)
{
    public override string Words => "nothing";
}

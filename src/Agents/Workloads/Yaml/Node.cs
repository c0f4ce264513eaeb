namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>The origin of a node.</summary>
/// <param name="Line">Line of the file, from 1; 0 for an override.</param>
/// <param name="Override">The override; null for a line of the file.</param>
internal readonly record struct Origin(int Line, OverrideOrigin? Override = null);

/// <summary>A node of a YAML document with its origin.</summary>
internal abstract class Node(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>Description for messages.</summary>
    public abstract string DisplayText { get; }
}

/// <summary>A text, number or flag as written.</summary>
internal sealed class ScalarNode(Origin origin, string text, bool isPlain = true) : Node(origin)
{
    public string Text { get; } = text;

    /// <summary>True for a text without quotation marks.</summary>
    public bool IsPlain => isPlain;

    /// <summary>True for a number, true, false or null, which is written without quotation marks.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>True for a text that is written in quotation marks even if it needs none: '20' is a text, 20 is a number.</summary>
    public bool IsQuoted { get; init; }

    public bool IsNull { get; } = isPlain && text is "" or "~" or "null";

    public override string DisplayText => IsNull ? "nothing" : Redaction.Quote(Text);
}

/// <summary>A list.</summary>
internal sealed class ListNode(Origin origin) : Node(origin)
{
    public List<Node> Items { get; } = [];

    public override string DisplayText => "a list";
}

/// <summary>A mapping, in the order of the file; a key may occur more than once.</summary>
internal sealed class MapNode(Origin origin) : Node(origin)
{
    public List<KeyValuePair<ScalarNode, Node>> Pairs { get; } = [];

    public override string DisplayText => "a mapping of keys to values";

    public Node? Find(string key) => Pairs.Find(p => p.Key.Text == key).Value;

    public MapNode With(string key, Node value)
    {
        Pairs.Add(new(new ScalarNode(Origin, key), value));
        return this;
    }
}

/// <summary>Placeholder for a node with an error that was already reported.</summary>
internal sealed class InvalidNode(Origin origin) : Node(origin)
{
    public override string DisplayText => "nothing";
}

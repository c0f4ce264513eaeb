using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListKind<T>(Kind item) : Kind
{
    public override Kind Item => item;

    public override string Words => "a list of: " + item.Words;

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is ScalarNode { IsNull: true })
        {
            return Array.Empty<T>();
        }

        if (node is not ListNode list)
        {
            return reading.Fail(node, path, $"expected a list, found {node.Words}");
        }

        return list.Items.Select((n, i) => item.Read(reading, n, $"{path}[{i}]")).OfType<T>().ToArray();
    }

    public override Node Write(object value)
    {
        var list = new ListNode(default);
        list.Items.AddRange(((IEnumerable<T>)value).Select(v => item.Write(v!)));
        return list;
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("array", "null"), ["items"] = item.Schema() };
}

/// <summary>A mapping from names of the user's choice to values of one kind.</summary>
internal sealed class NamedKind<T>(Kind item) : Kind
{
    private static readonly Kind Name = Kinds.Name();

    public override Kind Item => item;

    public override string Words => "a mapping of names to: " + item.Words;

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is ScalarNode { IsNull: true })
        {
            return new Dictionary<string, T>();
        }

        if (node is not MapNode map)
        {
            return reading.Fail(node, path, $"expected a mapping of names to values, found {node.Words}");
        }

        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, given) in ObjectKind.Keys(reading, map, path))
        {
            if (Name.Read(reading, key, path) is string name && item.Read(reading, given, ObjectKind.Path(path, name)) is T value)
            {
                values[name] = value;
            }
        }

        return values;
    }

    public override Node Write(object value) =>
        ((IReadOnlyDictionary<string, T>)value).Aggregate(new MapNode(default), (map, pair) => map.With(pair.Key, item.Write(pair.Value!)));

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("object", "null"), ["additionalProperties"] = item.Schema() };
}

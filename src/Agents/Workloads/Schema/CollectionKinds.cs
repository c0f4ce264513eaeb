using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>A list of values of one kind.</summary>
internal sealed class ListKind<T>(Kind item) : Kind
{
    public override Kind Item => item;

    public override string Expected => "a list of: " + item.Expected;

    public override object? Read(ParseContext context, Node node, string path)
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
            return context.Fail(node, path, $"expected a list, found {node.DisplayText}");
        }

        return list.Items.Select((n, i) => item.Read(context, n, $"{path}[{i}]")).OfType<T>().ToArray();
    }

    public override Node Write(object value)
    {
        var list = new ListNode(default);
        list.Items.AddRange(((IEnumerable<T>)value).Select(v => item.Write(v!)));
        return list;
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("array", "null"), ["items"] = item.Schema() };
}

/// <summary>A mapping from user-defined names to values of one kind.</summary>
internal sealed class MapKind<T>(Kind item) : Kind
{
    private static readonly Kind Name = Kinds.Name();

    public override Kind Item => item;

    public override string Expected => "a mapping of names to: " + item.Expected;

    public override object? Read(ParseContext context, Node node, string path)
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
            return context.Fail(node, path, $"expected a mapping of names to values, found {node.DisplayText}");
        }

        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, given) in ObjectKind.Keys(context, map, path))
        {
            if (Name.Read(context, key, path) is string name && item.Read(context, given, ObjectKind.Path(path, name)) is T value)
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

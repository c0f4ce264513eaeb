using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>A mapping with a fixed set of keys, stored in a record.</summary>
internal sealed class ObjectKind(string name, string description, Func<object> empty, IReadOnlyList<Field> fields) : Kind
{
    public string Name => name;

    public string Description => description;

    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Checks rules that involve several keys, and returns the completed value.</summary>
    public Func<ParseContext, MapNode, string, object, object> Validate { get; init; } = (_, _, _, value) => value;

    public override string Expected => $"a mapping with {Suggestions.Or(fields.Select(f => f.Key))}";

    public object CreateDefault() => empty();

    public override object? Read(ParseContext context, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is ScalarNode { IsNull: true })
        {
            node = new MapNode(node.Origin);
        }

        if (node is not MapNode map)
        {
            return context.Fail(node, path, $"expected {Expected}, found {node.DisplayText}");
        }

        var value = empty();
        foreach (var (key, given) in Keys(context, map, path))
        {
            if (fields.FirstOrDefault(f => f.Key == key.Text) is not { } field)
            {
                context.Fail(key, path, $"unknown key {Redaction.Quote(key.Text)}{HintFor(key.Text)}");
            }
            else if (field.Kind.Read(context, given, Path(path, field.Key)) is { } read)
            {
                value = field.Set(value, read);
            }
        }

        foreach (var field in fields.Where(f => f.IsRequired && map.Find(f.Key) is null))
        {
            context.Fail(map, path, $"'{field.Key}' is missing: {field.Kind.Expected}");
        }

        return Validate(context, map, path, value);
    }

    public override Node Write(object value) =>
        fields.Aggregate(
            new MapNode(default),
            (map, field) => field.Get(value) is { } held ? map.With(field.Key, field.Kind.Write(held)) : map
        );

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            properties[field.Key] = field.Kind.Schema();
            properties[field.Key]!["description"] = field.Description;
        }

        var isRequired = fields.Any(f => f.IsRequired);
        var schema = new JsonObject
        {
            ["type"] = isRequired ? "object" : new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (isRequired)
        {
            schema["required"] = new JsonArray([.. fields.Where(f => f.IsRequired).Select(f => (JsonNode)f.Key)]);
        }

        return schema;
    }

    /// <summary>Returns the pairs of a mapping without duplicate keys, which are reported.</summary>
    public static IEnumerable<KeyValuePair<ScalarNode, Node>> Keys(ParseContext context, MapNode map, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in map.Pairs)
        {
            if (seen.TryAdd(pair.Key.Text, pair.Key.Origin.Line))
            {
                yield return pair;
            }
            else
            {
                context.Fail(pair.Key, path, $"{Redaction.Quote(pair.Key.Text)} is given twice, first on line {seen[pair.Key.Text]}");
            }
        }
    }

    public static string Path(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private string HintFor(string key) =>
        Suggestions.Hint(key, fields.Select(f => f.Key)) is { Length: > 0 } hint
            ? hint
            : "; allowed: " + string.Join(", ", fields.Select(f => f.Key));
}

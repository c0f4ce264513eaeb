using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>A mapping with a fixed set of keys, held in a record.</summary>
internal sealed class ObjectKind(string name, string description, Func<object> empty, IReadOnlyList<Field> fields) : Kind
{
    public string Name => name;

    public string Description => description;

    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Rules over several keys.</summary>
    public Func<Reading, MapNode, string, object, object> Finish { get; init; } = (_, _, _, value) => value;

    public override string Words => $"a mapping with {Nearest.Or(fields.Select(f => f.Key))}";

    public object Empty() => empty();

    public override object? Read(Reading reading, Node node, string path)
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
            return reading.Fail(node, path, $"expected {Words}, found {node.Words}");
        }

        var value = empty();
        foreach (var (key, given) in Keys(reading, map, path))
        {
            if (fields.FirstOrDefault(f => f.Key == key.Text) is not { } field)
            {
                reading.Fail(key, path, $"unknown key {Redaction.Quote(key.Text)}{HintOr(key.Text)}");
            }
            else if (field.Kind.Read(reading, given, Path(path, field.Key)) is { } read)
            {
                value = field.Set(value, read);
            }
        }

        foreach (var field in fields.Where(f => f.IsRequired && map.Find(f.Key) is null))
        {
            reading.Fail(map, path, $"'{field.Key}' is missing: {field.Kind.Words}");
        }

        return Finish(reading, map, path, value);
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

    /// <summary>Pairs of a mapping, less keys that were given before: those are reported.</summary>
    public static IEnumerable<KeyValuePair<ScalarNode, Node>> Keys(Reading reading, MapNode map, string path)
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
                reading.Fail(pair.Key, path, $"{Redaction.Quote(pair.Key.Text)} is given twice, first on line {seen[pair.Key.Text]}");
            }
        }
    }

    public static string Path(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private string HintOr(string key) =>
        Nearest.Hint(key, fields.Select(f => f.Key)) is { Length: > 0 } hint
            ? hint
            : "; allowed: " + string.Join(", ", fields.Select(f => f.Key));
}

using System.Globalization;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>Any value, kept as JSON text. Text without quotation marks that is a number, true, false or null is such a value.</summary>
internal sealed class JsonKind : Kind
{
    public override string Expected => "a value: text, a number, true, false, null, a list or a mapping";

    public override object? Read(ParseContext context, Node node, string path)
    {
        var count = context.Count;
        var json = ToJson(context, node, path);
        return context.Count == count ? json?.ToJsonString() ?? "null" : null;
    }

    public override Node Write(object value) => ToNode(JsonNode.Parse((string)value));

    public override JsonObject Schema() => [];

    private static JsonNode? ToJson(ParseContext context, Node node, string path)
    {
        switch (node)
        {
            case ListNode list:
                return new JsonArray([.. list.Items.Select((item, i) => ToJson(context, item, $"{path}[{i}]"))]);
            case MapNode map:
                var json = new JsonObject();
                foreach (var (key, value) in ObjectKind.Keys(context, map, path))
                {
                    json[key.Text] = ToJson(context, value, ObjectKind.Path(path, key.Text));
                }

                return json;
            case ScalarNode { IsNull: true }:
                return null;
            case ScalarNode scalar:
                var text = context.Expand(scalar, path)?.Text ?? "";
                return !scalar.IsPlain ? text
                    : text is "true" or "false" ? text == "true"
                    : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                    : Kinds.Number(text) is { } number ? number
                    : text;
            default:
                return null;
        }
    }

    private static Node ToNode(JsonNode? json)
    {
        switch (json)
        {
            case JsonArray array:
                var list = new ListNode(default);
                list.Items.AddRange(array.Select(ToNode));
                return list;
            case JsonObject o:
                return o.Aggregate(new MapNode(default), (map, pair) => map.With(pair.Key, ToNode(pair.Value)));
            case JsonValue text when text.TryGetValue<string>(out var value):
                return new ScalarNode(default, Expansion.Escape(value), isPlain: false) { IsQuoted = true };
            default:
                return new ScalarNode(default, json?.ToJsonString() ?? "null") { IsLiteral = true };
        }
    }
}

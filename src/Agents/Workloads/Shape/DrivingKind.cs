using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>Who decides: "live", "shaped", or a mapping of "shaped" to a behaviour profile.</summary>
internal sealed class DrivingKind(IReadOnlyList<string> profiles) : Kind
{
    private readonly Kind _mode = Kinds.OneOf(["live", "shaped"]);
    private readonly Kind _profile = profiles.Count > 0 ? Kinds.OneOf(profiles) : Kinds.Name(".");

    public override string Words => "live, shaped, or {shaped: profile}";

    /// <summary>A driving as the records hold it.</summary>
    public sealed record Value(bool IsShaped, string? Profile);

    public override object? Read(Reading reading, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is MapNode { Pairs: [{ Key.Text: "shaped", Value: var named }] })
        {
            return _profile.Read(reading, named, path + ".shaped") is string name ? new Value(true, name) : null;
        }

        if (node is not ScalarNode)
        {
            return reading.Fail(node, path, $"expected {Words}, found {node.Words}");
        }

        return _mode.Read(reading, node, path) is string text ? new Value(text == "shaped", null) : null;
    }

    public override Node Write(object value) =>
        (Value)value is { Profile: { } name }
            ? new MapNode(default).With("shaped", _profile.Write(name))
            : _mode.Write(((Value)value).IsShaped ? "shaped" : "live");

    public override JsonObject Schema() =>
        new()
        {
            ["anyOf"] = new JsonArray(
                _mode.Schema(),
                new JsonObject
                {
                    ["type"] = "object",
                    ["additionalProperties"] = false,
                    ["required"] = new JsonArray("shaped"),
                    ["properties"] = new JsonObject { ["shaped"] = _profile.Schema() },
                }
            ),
        };
}

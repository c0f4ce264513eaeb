using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The decision mode of a group: "live", "shaped", or a mapping from "shaped" to a behavior profile.</summary>
internal sealed class DrivingKind(IReadOnlyList<string> profiles) : Kind
{
    private readonly Kind _mode = Kinds.OneOf(["live", "shaped"]);
    private readonly Kind _profile = profiles.Count > 0 ? Kinds.OneOf(profiles) : Kinds.Name(".");

    public override string Expected => "live, shaped, or {shaped: profile}";

    /// <summary>A parsed decision mode.</summary>
    public sealed record Value(bool IsShaped, string? Profile);

    public override object? Read(ParseContext context, Node node, string path)
    {
        if (node is InvalidNode)
        {
            return null;
        }

        if (node is MapNode { Pairs: [{ Key.Text: "shaped", Value: var named }] })
        {
            return _profile.Read(context, named, path + ".shaped") is string name ? new Value(true, name) : null;
        }

        if (node is not ScalarNode)
        {
            return context.Fail(node, path, $"expected {Expected}, found {node.DisplayText}");
        }

        return _mode.Read(context, node, path) is string text ? new Value(text == "shaped", null) : null;
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

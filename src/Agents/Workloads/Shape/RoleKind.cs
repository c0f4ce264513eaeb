using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Shape;

/// <summary>What serves a role: the name of an endpoint, or a mapping of endpoint, model and options.</summary>
internal sealed class RoleKind(ObjectKind options) : Kind
{
    private readonly Kind _endpoint = Kinds.Name();

    public override string Words => "the name of an endpoint, or a mapping with endpoint, model or options";

    /// <summary>The long form.</summary>
    public ObjectKind Long { get; } =
        new(
            "role",
            "What serves a role, where an endpoint's name does not say it.",
            () => new RoleSettings(),
            [
                Field.On<RoleSettings, string>(
                    "endpoint",
                    Kinds.Name(),
                    "Name of the endpoint.",
                    r => r.Endpoint,
                    (r, v) => r with { Endpoint = v }
                ),
                Field.On<RoleSettings, string>(
                    "model",
                    Kinds.Text("the name of a model"),
                    "Model to ask there.",
                    r => r.Model,
                    (r, v) => r with { Model = v }
                ) with
                {
                    DefaultNote = "the endpoint's",
                },
                Field.On<RoleSettings, OptionSettings>(
                    "options",
                    options,
                    "How it generates; what is left out is the group's choice.",
                    r => r.Options,
                    (r, v) => r with { Options = v }
                ),
            ]
        );

    public override object? Read(Reading reading, Node node, string path) =>
        node is ScalarNode { IsNull: false }
            ? _endpoint.Read(reading, node, path) is string name
                ? new RoleSettings { Endpoint = name }
                : null
            : Long.Read(reading, node, path);

    public override Node Write(object value) =>
        (RoleSettings)value is { Model: null } role && role.Options == new OptionSettings()
            ? _endpoint.Write(role.Endpoint)
            : Long.Write(value);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(_endpoint.Schema(), Long.Schema()) };
}

using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The settings of a role: the name of an endpoint, or a mapping with endpoint, model and options.</summary>
internal sealed class RoleKind(ObjectKind options) : Kind
{
    private readonly Kind _endpoint = Kinds.Name();

    public override string Expected => "the name of an endpoint, or a mapping with endpoint, model or options";

    /// <summary>The mapping form.</summary>
    public ObjectKind Long { get; } =
        new(
            "role",
            "Settings of a role, if the name of an endpoint is not sufficient.",
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
                    "Model to call.",
                    r => r.Model,
                    (r, v) => r with { Model = v }
                ) with
                {
                    DefaultNote = "the endpoint's",
                },
                Field.On<RoleSettings, OptionSettings>(
                    "options",
                    options,
                    "Generation options; options that are not set use the group's value.",
                    r => r.Options,
                    (r, v) => r with { Options = v }
                ),
            ]
        );

    public override object? Read(ParseContext context, Node node, string path) =>
        node is ScalarNode { IsNull: false }
            ? _endpoint.Read(context, node, path) is string name
                ? new RoleSettings { Endpoint = name }
                : null
            : Long.Read(context, node, path);

    public override Node Write(object value) =>
        (RoleSettings)value is { Model: null } role && role.Options == new OptionSettings()
            ? _endpoint.Write(role.Endpoint)
            : Long.Write(value);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(_endpoint.Schema(), Long.Schema()) };
}

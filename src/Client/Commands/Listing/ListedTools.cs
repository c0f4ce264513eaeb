using System.Text.Json;
using AgentLoad.Agents.Tools;
using AgentLoad.Inference;

namespace AgentLoad.Client.Commands.Listing;

/// <summary>The tools that come with problems.</summary>
internal static class ListedTools
{
    /// <summary>Every tool of the catalogue.</summary>
    public static IEnumerable<ListedItem> All() =>
        ToolCatalog.All.Select(tool => new ListedItem(tool.Definition.Name, tool.Definition.Description)
        {
            Facts = new Dictionary<string, string>
            {
                ["belongs to"] = tool.EnabledBy is { } setting ? $"{tool.Problem}, with `{setting}: true`" : tool.Problem,
                ["settings of the problem"] = string.Join(", ", tool.Settings),
            },
            Parameters = [.. ParametersOf(tool.Definition)],
        });

    /// <summary>The arguments that a tool's JSON schema names.</summary>
    public static IReadOnlyList<ListedParameter> ParametersOf(ToolDefinition tool)
    {
        using var schema = JsonDocument.Parse(tool.ParametersSchema);
        return schema.RootElement.ValueKind == JsonValueKind.Object && schema.RootElement.TryGetProperty("properties", out var properties)
            ?
            [
                .. properties
                    .EnumerateObject()
                    .Select(property => new ListedParameter(property.Name, Allowed(property.Value), null, Description(property.Value))),
            ]
            : [];
    }

    private static string Allowed(JsonElement property) =>
        property.TryGetProperty("enum", out var values) ? string.Join(", ", values.EnumerateArray().Select(value => value.ToString()))
        : property.TryGetProperty("type", out var type) ? type.ToString()
        : "anything";

    private static string Description(JsonElement property) =>
        property.TryGetProperty("description", out var text) ? text.GetString() ?? "" : "";
}

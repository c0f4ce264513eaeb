using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentLoad.Measurement.Serialization;

/// <summary>Reads JSON files with a schema version.</summary>
internal static class VersionedJson
{
    private const string VersionName = "schemaVersion";

    /// <summary>Parses a JSON object and upgrades it to the current schema version.</summary>
    /// <param name="json">JSON text.</param>
    /// <param name="kind">Kind of the file, for messages.</param>
    /// <param name="currentVersion">Current schema version.</param>
    /// <param name="upgrades">Changes an object to the next schema version; the first item is applied to version 1.</param>
    /// <exception cref="JsonException">The text is not a JSON object or has a newer schema version.</exception>
    public static JsonObject Parse(string json, string kind, int currentVersion, params ReadOnlySpan<Action<JsonObject>> upgrades)
    {
        if (JsonNode.Parse(json) is not JsonObject root)
        {
            throw new JsonException($"The {kind} is not a JSON object.");
        }

        var version = root[VersionName] is JsonValue value && value.TryGetValue(out int number) ? number : 1;
        if (version > currentVersion)
        {
            throw new JsonException($"The {kind} has schema version {version}; this program reads versions up to {currentVersion}.");
        }

        for (; version < currentVersion; version++)
        {
            upgrades[version - 1](root);
            root[VersionName] = version + 1;
        }

        return root;
    }

    /// <summary>Renames a property if it exists.</summary>
    public static void Rename(JsonNode? node, string oldName, string newName)
    {
        if (node is JsonObject members && members.TryGetPropertyValue(oldName, out var value))
        {
            members.Remove(oldName);
            members[newName] = value;
        }
    }

    /// <summary>Returns the items of a property with an array; empty if there is none.</summary>
    public static IEnumerable<JsonNode?> Items(JsonNode? node, string name) => (node as JsonObject)?[name] as JsonArray ?? [];
}

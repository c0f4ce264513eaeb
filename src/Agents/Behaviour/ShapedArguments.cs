using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>Generates tool arguments that match a tool's JSON schema, for shaped tool calls.</summary>
internal static partial class ShapedArguments
{
    /// <summary>Returns arguments as JSON: names from the question for strings, small numbers, a random value of an enumeration.</summary>
    public static string For(ToolDefinition tool, string question, Random random)
    {
        var arguments = new JsonObject();
        using var schema = JsonDocument.Parse(tool.ParametersSchema);
        if (schema.RootElement.ValueKind == JsonValueKind.Object && schema.RootElement.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                arguments[property.Name] = Value(property.Value, question, random);
            }
        }

        return arguments.ToJsonString();
    }

    private static JsonNode? Value(JsonElement property, string question, Random random)
    {
        if (property.TryGetProperty("enum", out var values) && values.GetArrayLength() > 0)
        {
            return JsonNode.Parse(values[random.Next(values.GetArrayLength())].GetRawText());
        }

        return property.TryGetProperty("type", out var type)
            ? type.GetString() switch
            {
                "integer" or "number" => JsonValue.Create(random.Next(1, 10)),
                "boolean" => JsonValue.Create(random.Next(2) == 0),
                "array" => new JsonArray(),
                "object" => new JsonObject(),
                _ => JsonValue.Create(Name(question, random)),
            }
            : JsonValue.Create(Name(question, random));
    }

    /// <summary>Draws a run of capitalized words that is not at the start, or any word if there is none.</summary>
    private static string Name(string question, Random random)
    {
        var names = Names().Matches(question) is { Count: > 0 } capitalised ? capitalised : Words().Matches(question);
        return names.Count == 0 ? "?" : names[random.Next(names.Count)].Value;
    }

    [GeneratedRegex(@"(?<=\w[ ,]+)\p{Lu}[\p{L}\d]*(?: \p{Lu}[\p{L}\d]*)*", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}

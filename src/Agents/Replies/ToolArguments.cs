using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// Reads the arguments of a tool call: JSON, also with single quotes, bare keys or trailing commas; <c>name=value</c> pairs; or values in
/// the order of the tool's parameters.
/// </summary>
internal static partial class ToolArguments
{
    private const int MaxLength = 100_000;

    /// <summary>Returns the arguments as JSON; null if they cannot be read. Never throws.</summary>
    /// <param name="text">The text between the brackets of a call.</param>
    /// <param name="tool">The tool; null if it is unknown, in which case the arguments must be JSON.</param>
    public static string? Read(string text, ToolDefinition? tool)
    {
        var given = text.Trim().Trim('`').Trim();
        if (given.Length > MaxLength)
        {
            return null;
        }

        if (given.StartsWith('{'))
        {
            return ReadObject(given) is { } json ? WithSchemaNames(json, tool) : null;
        }

        if (tool is null)
        {
            return given.Length == 0 ? "{}" : null;
        }

        var parameters = Parameters(tool);
        var parts = Split(given);
        return ReadNamed(parts, parameters) ?? ReadOrdered(given, parts, parameters);
    }

    private static string? ReadObject(string text)
    {
        var length = JsonReading.LengthOf(text);
        if (length > 0 && JsonReading.TryRead(text, 0, out var value, out _))
        {
            // A trailing comma is not JSON.
            return TrailingComma().IsMatch(text[..length]) ? JsonSerializer.Serialize(value) : text[..length];
        }

        var end = text.LastIndexOf('}');
        if (end < 0)
        {
            return null;
        }

        var repaired = BareKey().Replace(SingleQuoted().Replace(text[..(end + 1)], Requoted), "${before}\"${key}\":");
        return JsonReading.TryRead(repaired, 0, out value, out _) ? JsonSerializer.Serialize(value) : null;
    }

    private static string Requoted(Match match)
    {
        var text = match.Groups["text"].Value.Replace("\\'", "'", StringComparison.Ordinal);
        return match.Groups["before"].Value + JsonSerializer.Serialize(text);
    }

    private static string WithSchemaNames(string json, ToolDefinition? tool)
    {
        if (tool is null || JsonNode.Parse(json) is not JsonObject given)
        {
            return json;
        }

        var names = Parameters(tool).Select(parameter => parameter.Name).ToArray();
        if (given.All(pair => names.Contains(pair.Key, StringComparer.Ordinal)))
        {
            return json;
        }

        var renamed = new JsonObject();
        foreach (var (key, value) in given)
        {
            renamed[names.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key] = value?.DeepClone();
        }

        return renamed.ToJsonString();
    }

    private static string? ReadNamed(IReadOnlyList<string> parts, IReadOnlyList<(string Name, string Type)> parameters)
    {
        var read = new JsonObject();
        foreach (var part in parts)
        {
            if (
                Pair().Match(part) is not { Success: true } pair
                || parameters.FirstOrDefault(p => p.Name.Equals(pair.Groups["name"].Value, StringComparison.OrdinalIgnoreCase))
                    is not { Name: { } name, Type: { } type }
            )
            {
                return null;
            }

            read[name] = Value(pair.Groups["value"].Value, type);
        }

        return read.Count > 0 ? read.ToJsonString() : null;
    }

    private static string? ReadOrdered(string given, IReadOnlyList<string> parts, IReadOnlyList<(string Name, string Type)> parameters)
    {
        if (parameters.Count == 1 && given.Length > 0)
        {
            return new JsonObject { [parameters[0].Name] = Value(given, parameters[0].Type) }.ToJsonString();
        }

        if (parts.Count != parameters.Count || parts.Any(part => part.Length == 0))
        {
            return null;
        }

        var read = new JsonObject();
        for (var i = 0; i < parts.Count; i++)
        {
            read[parameters[i].Name] = Value(parts[i], parameters[i].Type);
        }

        return read.ToJsonString();
    }

    private static JsonNode? Value(string text, string type)
    {
        var plain = text.Trim();
        if (type is not "string")
        {
            try
            {
                return JsonNode.Parse(plain);
            }
            catch (JsonException)
            {
                return JsonValue.Create(plain);
            }
        }

        var isQuoted = plain.Length > 1 && plain[0] is '"' or '\'' && plain[^1] == plain[0];
        return JsonValue.Create(isQuoted ? plain[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : plain);
    }

    /// <summary>Splits at commas and semicolons outside of quotes and brackets.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var (depth, quote, from) = (0, '\0', 0);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
            }
            else if (character == '"' || (character == '\'' && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))))
            {
                quote = character;
            }
            else if (character is '(' or '[' or '{')
            {
                depth++;
            }
            else if (character is ')' or ']' or '}')
            {
                depth--;
            }
            else if (character is ',' or ';' && depth == 0)
            {
                parts.Add(text[from..at].Trim());
                from = at + 1;
            }
        }

        parts.Add(text[from..].Trim());
        return parts;
    }

    private static IReadOnlyList<(string Name, string Type)> Parameters(ToolDefinition tool)
    {
        using var schema = JsonDocument.Parse(tool.ParametersSchema);
        return
            schema.RootElement.ValueKind == JsonValueKind.Object
            && schema.RootElement.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            ?
            [
                .. properties
                    .EnumerateObject()
                    .Select(property =>
                        (
                            property.Name,
                            property.Value.ValueKind == JsonValueKind.Object
                            && property.Value.TryGetProperty("type", out var type)
                            && type.ValueKind == JsonValueKind.String
                                ? type.GetString()!
                                : "string"
                        )
                    ),
            ]
            : [];
    }

    [GeneratedRegex(@",\s*[}\]]", RegexOptions.CultureInvariant)]
    private static partial Regex TrailingComma();

    [GeneratedRegex(@"(?<before>[{,:\[]\s{0,8})'(?<text>(?:[^'\\]|\\.){0,2000}?)'(?=\s{0,8}[,:}\]])", RegexOptions.CultureInvariant)]
    private static partial Regex SingleQuoted();

    [GeneratedRegex(@"(?<before>[{,]\s{0,8})(?<key>[A-Za-z_]\w{0,60})\s{0,8}:", RegexOptions.CultureInvariant)]
    private static partial Regex BareKey();

    [GeneratedRegex(
        @"^[""']?(?<name>\w{1,60})[""']?\s{0,4}[=:](?!=)\s{0,4}(?<value>\S.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Pair();
}

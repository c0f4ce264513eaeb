using System.Text;
using System.Text.Json;
using AgentLoad.Simulation.Replies;

namespace AgentLoad.Simulation.Http;

/// <summary>Parses fields of a JSON request and stores the first error, with the messages of Go's decoder.</summary>
internal sealed class RequestReader(string type)
{
    public ApiError? Error { get; private set; }

    public JsonElement Root { get; private set; }

    public static RequestReader Open(byte[] body, string type)
    {
        var reader = new RequestReader(type);
        if (body.Length == 0)
        {
            reader.Fail(400, "missing request body");
            return reader;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            reader.Root = document.RootElement.Clone();
            if (reader.Root.ValueKind != JsonValueKind.Object)
            {
                reader.Mismatch(reader.Root, "", $"api.{type}");
            }
        }
        catch (JsonException problem)
        {
            reader.Fail(400, GoSyntax.Check(Encoding.UTF8.GetString(body)) ?? problem.Message);
        }

        return reader;
    }

    public void Fail(int status, string message, bool late = false) => Error ??= new(status, message, late);

    public JsonElement? Field(string name) => Field(Root, name);

    public static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null
            ? field
            : null;

    public string Text(string name) => Text(Root, name, name) ?? "";

    public string? Text(JsonElement element, string name, string path)
    {
        if (Field(element, name) is not { } field)
        {
            return null;
        }

        if (field.ValueKind == JsonValueKind.String)
        {
            return field.GetString();
        }

        Mismatch(field, path, "string");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Field(name) is not { } field)
        {
            return null;
        }

        if (field.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return field.GetBoolean();
        }

        Mismatch(field, name, "bool");
        return null;
    }

    public double? Number(string name, string goType)
    {
        if (Field(name) is not { } field)
        {
            return null;
        }

        if (field.ValueKind == JsonValueKind.Number)
        {
            return field.GetDouble();
        }

        Mismatch(field, name, goType);
        return null;
    }

    public IEnumerable<JsonElement> Array(string name, string goType)
    {
        if (Field(name) is not { } field)
        {
            return [];
        }

        if (field.ValueKind == JsonValueKind.Array)
        {
            return field.EnumerateArray();
        }

        Mismatch(field, name, goType);
        return [];
    }

    public void Mismatch(JsonElement found, string path, string goType)
    {
        var kind = found.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "bool",
            var other => other.ToString().ToLowerInvariant(),
        };
        Fail(
            400,
            path.Length == 0
                ? $"json: cannot unmarshal {kind} into Go value of type {goType}"
                : $"json: cannot unmarshal {kind} into Go struct field {type}.{path} of type {goType}"
        );
    }
}

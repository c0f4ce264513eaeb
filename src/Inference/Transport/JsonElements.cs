using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Reads JSON of unknown structure: values that are missing or of another type are null.</summary>
internal static class JsonElements
{
    /// <summary>Returns a property of an object.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    /// <summary>Returns a property with a non-empty string.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Returns a property with a 32-bit integer.</summary>
    public static int? Int(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : null;

    /// <summary>Returns a property with a number.</summary>
    public static double? Double(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    /// <summary>Returns the items of a property with an array; empty if there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}

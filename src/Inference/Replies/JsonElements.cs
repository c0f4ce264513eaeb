using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>Reads JSON of unknown structure: values that are missing or of another type are null. Never throws.</summary>
internal static class JsonElements
{
    /// <summary>Returns a property of an object.</summary>
    public static JsonElement? Get(this JsonElement element, string name)
    {
        try
        {
            return
                element.ValueKind is JsonValueKind.Object
                && element.TryGetProperty(name, out var value)
                && value.ValueKind is not JsonValueKind.Null
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            // The object has a property name with an unpaired surrogate.
            return null;
        }
    }

    /// <summary>Returns the text of a string; null for any other value.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        using var text = new PooledBuffer();
        LooseText.Unescape(JsonMarshal.GetRawUtf8Value(element)[1..^1], text);
        return LooseText.Decode(text.Written);
    }

    /// <summary>Returns the JSON of a value.</summary>
    public static string Raw(this JsonElement element) => LooseText.Decode(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Returns a property with a non-empty string.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name)?.Text() is { Length: > 0 } text ? text : null;

    /// <summary>Returns a property with a 32-bit integer: a number without a fraction, or text with such a number.</summary>
    public static int? Int(this JsonElement element, string name) =>
        element.Double(name) is { } number && Math.Abs(number) <= int.MaxValue && double.IsInteger(number) ? (int)number : null;

    /// <summary>Returns a property with a finite number, or with text that is a number.</summary>
    public static double? Double(this JsonElement element, string name) =>
        element.Get(name) switch
        {
            { ValueKind: JsonValueKind.Number } value => value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null,
            { ValueKind: JsonValueKind.String } value => Number(value.Text()!),
            _ => null,
        };

    /// <summary>Returns the items of a property with an array; empty if there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>Returns the finite number that a text contains; null for any other text.</summary>
    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : null;
}

using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Reads JSON without allocating strings.</summary>
internal static class JsonText
{
    /// <summary>Appends the current string to a buffer. Returns false if it is empty or not a string.</summary>
    public static bool Append(ref Utf8JsonReader reader, PooledBuffer target)
    {
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            return false;
        }

        if (!reader.ValueIsEscaped)
        {
            target.Append(reader.ValueSpan);
            return true;
        }
        try
        {
            target.Advance(reader.CopyString(target.GetSpan(reader.ValueSpan.Length)));
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate: servers split text at token boundaries, which can be inside a character.
            target.Append("\uFFFD"u8);
        }
        return true;
    }

    /// <summary>Returns the current number; null if it is not an integer.</summary>
    public static long? Number(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long value) ? value : null;

    /// <summary>Moves to the name of the next property of the current object. Returns false at the end of the object.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Enters the next value, which must be an object.</summary>
    /// <exception cref="JsonException">The next value is not an object.</exception>
    public static void EnterObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    /// <summary>Returns the current value as text: the value of a string, or the JSON of any other value.</summary>
    public static string Raw(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind is JsonValueKind.String
            ? document.RootElement.GetString()!
            : document.RootElement.GetRawText();
    }
}

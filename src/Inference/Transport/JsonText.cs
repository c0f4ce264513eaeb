using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Moves JSON strings without making .NET strings of them.</summary>
internal static class JsonText
{
    /// <summary>Appends the string that the reader stands on; false where it is empty or no string.</summary>
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
            // Half of a surrogate pair: servers cut text between tokens, not between characters.
            target.Append("\uFFFD"u8);
        }
        return true;
    }

    /// <summary>The number that the reader stands on, or null.</summary>
    public static long? Number(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long value) ? value : null;

    /// <summary>Moves to the next property of the object the reader is in; false at its end. The reader then stands on the name.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Enters the object that comes next.</summary>
    /// <exception cref="JsonException">Something else comes.</exception>
    public static void EnterObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException();
        }
    }

    /// <summary>What the reader stands on, as text: a string's value, anything else as JSON.</summary>
    public static string Raw(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind is JsonValueKind.String
            ? document.RootElement.GetString()!
            : document.RootElement.GetRawText();
    }
}

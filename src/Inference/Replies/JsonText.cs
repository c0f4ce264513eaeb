using System.Text.Json;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Replies;

/// <summary>Reads JSON without allocating strings.</summary>
internal static class JsonText
{
    /// <summary>Options for the documents of servers: fields that are not read may be nested deeply.</summary>
    public static JsonReaderOptions Options { get; } = new() { MaxDepth = 512 };

    /// <summary>Appends the current string to a buffer. Returns false if it is empty or not a string.</summary>
    public static bool Append(ref Utf8JsonReader reader, PooledBuffer target)
    {
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            return false;
        }

        if (reader.ValueIsEscaped)
        {
            LooseText.Unescape(reader.ValueSpan, target);
        }
        else
        {
            target.Append(reader.ValueSpan);
        }

        return true;
    }

    /// <summary>
    /// Returns true if the current string or property name has the given text. Unlike <see cref="Utf8JsonReader.ValueTextEquals(string)"/>,
    /// it does not throw for invalid characters.
    /// </summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(text);
        }

        using var unescaped = new PooledBuffer();
        LooseText.Unescape(reader.ValueSpan, unescaped);
        return unescaped.Written.SequenceEqual(text);
    }

    /// <summary>Returns the current string; null if it is empty or not a string.</summary>
    public static string? String(ref Utf8JsonReader reader)
    {
        using var text = new PooledBuffer();
        return Append(ref reader, text) ? LooseText.Decode(text.Written) : null;
    }

    /// <summary>Returns the current number, or the number in the current string; null for any other value.</summary>
    public static double? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetDouble(out double value) ? value : null;
        }

        return String(ref reader) is { } text ? JsonElements.Number(text) : null;
    }

    /// <summary>Moves to the name of the next property of the current object. Returns false at the end of the object.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Moves to the next value. Returns true if it is an object; any other value is skipped.</summary>
    public static bool TryEnterObject(ref Utf8JsonReader reader) => TryEnter(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves to the next value. Returns true if it is an array; any other value is skipped.</summary>
    public static bool TryEnterArray(ref Utf8JsonReader reader) => TryEnter(ref reader, JsonTokenType.StartArray);

    private static bool TryEnter(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        if (reader.TokenType == type)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}

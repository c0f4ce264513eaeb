using System.Text;
using System.Text.Json;

namespace AgentLoad.Agents.Replies;

/// <summary>Reads JSON values inside of text.</summary>
internal static class JsonReading
{
    private const int MaxLength = 100_000;

    /// <summary>Reads the JSON object or array that starts at a position. Never throws.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="at">Position of the first brace or bracket.</param>
    /// <param name="value">The value.</param>
    /// <param name="end">Position after the value.</param>
    public static bool TryRead(string text, int at, out JsonElement value, out int end)
    {
        (value, end) = (default, at);
        var length = LengthOf(text.AsSpan(at));
        if (length == 0)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(
                text.AsMemory(at, length),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            (value, end) = (document.RootElement.Clone(), at + length);

            // Strings with unpaired surrogates throw when they are read.
            _ = Encoding.UTF8.GetByteCount(value.GetRawText());
            return IsReadable(value);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Returns the length up to the bracket that closes the first one; 0 if there is none.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var depth = 0;
        var quoted = false;
        for (var at = 0; at < text.Length && at < MaxLength; at++)
        {
            switch (text[at])
            {
                case '\\' when quoted:
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' or '[' when !quoted:
                    depth++;
                    break;
                case '}' or ']' when !quoted:
                    depth--;
                    break;
            }

            if (depth == 0)
            {
                return at + 1;
            }
        }

        return 0;
    }

    private static bool IsReadable(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().All(property => property.Name.Length >= 0 && IsReadable(property.Value)),
            JsonValueKind.Array => value.EnumerateArray().All(IsReadable),
            JsonValueKind.String => value.GetString() is not null,
            _ => true,
        };
}

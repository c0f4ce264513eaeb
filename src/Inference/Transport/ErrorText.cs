using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Finds the one sentence in a server's error body.</summary>
internal static class ErrorText
{
    /// <summary>
    /// The message of <c>{"error":"…"}</c>, <c>{"error":{"message":"…"}}</c>, <c>{"message":"…"}</c> or <c>{"detail":"…"}</c>, also
    /// where such a text is wrapped in another (Ollama passes its runner's body on as a string); else the body itself.
    /// </summary>
    public static string Of(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith('{'))
        {
            return body;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Of(document.RootElement) ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    /// <summary>The message in an element, or null where it holds none.</summary>
    public static string? Of(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.String)
        {
            return Of(element.GetString()!);
        }

        if (element.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (string name in (ReadOnlySpan<string>)["error", "message", "detail"])
        {
            if (element.TryGetProperty(name, out var inner) && inner.ValueKind is JsonValueKind.String or JsonValueKind.Object)
            {
                return Of(inner) ?? inner.GetRawText();
            }
        }

        return null;
    }
}

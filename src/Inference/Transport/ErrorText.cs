using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Extracts the error message from the body of an error response.</summary>
internal static class ErrorText
{
    /// <summary>
    /// Returns the message of <c>{"error":"…"}</c>, <c>{"error":{"message":"…"}}</c>, <c>{"message":"…"}</c> or <c>{"detail":"…"}</c>,
    /// including messages nested as JSON text (Ollama forwards the body of its runner as a string); otherwise the body itself.
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

    /// <summary>Returns the message of an element; null if there is none.</summary>
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

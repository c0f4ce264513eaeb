using System.Text.Json;

namespace AgentLoad.Simulation.Answers;

/// <summary>Extracts the text of a tool result from the encoding of the client.</summary>
internal static class ToolText
{
    /// <summary>Returns the text. OllamaSharp sends a tool's result as <c>{"CallId":…,"Result":…}</c>.</summary>
    public static string Of(string content)
    {
        if (!content.StartsWith("{\"CallId\":", StringComparison.Ordinal))
        {
            return content;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.TryGetProperty("Result", out var result) ? result.ToString() : content;
        }
        catch (JsonException)
        {
            return content;
        }
    }
}

using System.Text;
using System.Text.Json;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// Converts JSON objects in replies to lines of text: <c>{"final_answer": 24}</c> becomes <c>final answer: 24</c>. A tool call is removed.
/// </summary>
internal static class JsonLines
{
    private const int MaxObjects = 20;

    /// <summary>Converts a text. Never throws.</summary>
    public static string ToPlain(string text)
    {
        if (!text.Contains("\":", StringComparison.Ordinal) && !text.Contains("\" :", StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        var from = 0;
        var at = text.IndexOf('{');
        for (var tries = 0; at >= 0 && tries < MaxObjects; tries++)
        {
            if (JsonReading.TryRead(text, at, out var value, out var end) && value.ValueKind == JsonValueKind.Object)
            {
                plain.Append(text, from, at - from);
                if (!ToolCallJson.IsCall(value))
                {
                    Write(value, plain);
                }

                from = end;
            }
            else
            {
                end = at + 1;
            }

            at = end < text.Length ? text.IndexOf('{', end) : -1;
        }

        return from == 0 ? text : plain.Append(text, from, text.Length - from).ToString();
    }

    private static void Write(JsonElement value, StringBuilder plain)
    {
        foreach (var property in value.EnumerateObject())
        {
            plain.Append('\n').Append(property.Name.Replace('_', ' ')).Append(": ");
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                Write(property.Value, plain);
            }
            else
            {
                plain.Append(Text(property.Value));
            }
        }

        plain.Append('\n');
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() ?? "",
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => string.Join(
                ", ",
                value.EnumerateArray().Select(item => item.GetString())
            ),
            JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(item => item.GetRawText()))}]",
            _ => value.GetRawText(),
        };
}

using System.Text.Json;

namespace AgentLoad.Agents.Replies;

/// <summary>Recognizes tool calls that models write as JSON, such as <c>{"name": …, "arguments": {…}}</c>.</summary>
internal static class ToolCallJson
{
    private static readonly string[] NameKeys = ["name", "tool", "tool_name", "action", "function"];
    private static readonly string[] ArgumentKeys = ["arguments", "parameters", "args", "input", "action_input", "tool_input", "params"];

    /// <summary>Returns true if an object is a tool call or contains some.</summary>
    public static bool IsCall(JsonElement value) => TryRead(value, out _, out _);

    /// <summary>Reads the tool call of an object, or the first one that it contains.</summary>
    /// <param name="value">The object.</param>
    /// <param name="name">Name of the tool.</param>
    /// <param name="arguments">Arguments as text: JSON, or the value of a single argument.</param>
    public static bool TryRead(JsonElement value, out string name, out string arguments)
    {
        (name, arguments) = ("", "");
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.GetArrayLength() > 0 && TryRead(value[0], out name, out arguments);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (value.TryGetProperty("tool_calls", out var calls))
        {
            return TryRead(calls, out name, out arguments);
        }

        if (value.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object)
        {
            return TryRead(function, out name, out arguments);
        }

        name = NameKeys.Select(key => Text(value, key)).FirstOrDefault(text => text.Length > 0) ?? "";
        foreach (var key in ArgumentKeys)
        {
            if (value.TryGetProperty(key, out var given))
            {
                arguments = given.ValueKind == JsonValueKind.String ? given.GetString() ?? "" : given.GetRawText();
                return name.Length > 0;
            }
        }

        return false;
    }

    private static string Text(JsonElement value, string key) =>
        value.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";
}

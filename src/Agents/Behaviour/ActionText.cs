using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// Reads the text dialect of tool use: <c>Action: name[{json}]</c> or <c>Final Answer: …</c>. Case, code fences, emphasis and what
/// stands around it do not matter; what comes first in the reply counts, because the rest is the model talking to itself.
/// Arguments that are not a JSON object cannot be parsed.
/// </summary>
public static partial class ActionText
{
    /// <summary>Reads a reply. Never throws.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="key">Key of the call, from which a tool call gets its id.</param>
    public static AgentAction Parse(string text, string key)
    {
        var answer = FinalAnswer().Match(text);
        var action = Action().Match(text);
        if (action.Success && (!answer.Success || action.Index < answer.Index))
        {
            return Arguments(text, action.Index + action.Length) is { } arguments
                ? new AgentAction(new ToolCall($"call_{key}", action.Groups[1].Value, arguments), null)
                : AgentAction.None;
        }

        var answered = answer.Groups[1].Value.Trim().Trim('`', '*').Trim();
        return answer.Success && answered.Length > 0 ? new AgentAction(null, answered) : AgentAction.None;
    }

    /// <summary>The JSON object that begins at a position after white space and fences, or null.</summary>
    private static string? Arguments(string text, int from)
    {
        var rest = text.AsSpan(from).TrimStart(" \t\r\n`");
        if (rest.IsEmpty || rest[0] != '{')
        {
            return null;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(rest.ToString());
        var reader = new Utf8JsonReader(bytes, isFinalBlock: true, state: default);
        try
        {
            return JsonDocument.TryParseValue(ref reader, out var document) ? Disposing(document) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Disposing(JsonDocument document)
    {
        using (document)
        {
            return document.RootElement.GetRawText();
        }
    }

    // Repetitions are bounded: several unbounded ones in a row would take time that grows with the cube of a row of spaces.
    [GeneratedRegex(
        @"\baction\s{0,8}\d{0,4}\s{0,8}\*{0,4}\s{0,8}:[\s*`]{0,32}([\w.-]{1,64})\s{0,8}[\[(]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Action();

    [GeneratedRegex(
        @"\bfinal\s{1,8}answer\s{0,8}\*{0,4}\s{0,8}:[*\s]{0,32}([^\r\n]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex FinalAnswer();
}

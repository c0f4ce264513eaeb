using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Behaviour;

/// <summary>
/// Parses the text format of tool use: <c>Action: name[{json}]</c> or <c>Final Answer: …</c>. Case, code fences, emphasis and
/// surrounding text are ignored. The first match in the reply counts, because models often continue with invented observations.
/// Arguments must be a JSON object.
/// </summary>
internal static partial class ActionText
{
    /// <summary>Parses a reply. Never throws.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="key">Key of the call; the id of the tool call is derived from it.</param>
    public static AgentAction Parse(string text, string key)
    {
        var answer = FinalAnswer().Match(text);
        var action = Action().Match(text);
        if (action.Success && (!answer.Success || action.Index < answer.Index))
        {
            return ReadArguments(text, action.Index + action.Length) is { } arguments
                ? new AgentAction(new ToolCall($"call_{key}", action.Groups[1].Value, arguments), null)
                : AgentAction.None;
        }

        var answered = answer.Groups[1].Value.Trim().Trim('`', '*').Trim();
        return answer.Success && answered.Length > 0 ? new AgentAction(null, answered) : AgentAction.None;
    }

    /// <summary>Returns the JSON object after optional white space and code fences, or null.</summary>
    private static string? ReadArguments(string text, int from)
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
            return JsonDocument.TryParseValue(ref reader, out var document) ? ReadAndDispose(document) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string ReadAndDispose(JsonDocument document)
    {
        using (document)
        {
            return document.RootElement.GetRawText();
        }
    }

    // Quantifiers are bounded: consecutive unbounded ones need cubic time on a long run of spaces.
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

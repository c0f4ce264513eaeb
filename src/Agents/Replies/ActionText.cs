using System.Text.RegularExpressions;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// Reads the next action of an agent from text: <c>Action: name[{json}]</c> or <c>Final Answer: …</c>, and the other forms in which models
/// write tool calls (<see cref="ToolCallText"/>). The first match in the reply counts, because models often continue with invented
/// observations. A tool call is never an answer.
/// </summary>
internal static partial class ActionText
{
    /// <summary>
    /// Reads a reply. The answer of the action is the text from the final answer up to the next mark of the format. Never throws.
    /// </summary>
    /// <param name="reply">The reply.</param>
    /// <param name="key">Key of the call; the id of the tool call is derived from it.</param>
    /// <param name="tools">The tools, by which arguments without names are read.</param>
    public static AgentAction Read(string reply, string key, IReadOnlyList<ToolDefinition> tools)
    {
        var text = Reasoning.Split(reply).Text;
        var answer = FinalAnswer().Match(text);
        var action = Action().Match(text);
        while (action.Success && Nothing().IsMatch(action.Groups["name"].Value))
        {
            action = action.NextMatch();
        }

        var call = ToolCallText.FindAll(text, tools).FirstOrDefault();
        var first = new[]
        {
            answer.Success ? answer.Index : int.MaxValue,
            action.Success ? action.Index : int.MaxValue,
            call?.Position ?? int.MaxValue,
        }.Min();
        if (first == int.MaxValue)
        {
            return AnswerText.IsStated(text) ? new AgentAction(null, text) : AgentAction.None;
        }

        if (action.Success && first == action.Index)
        {
            return Labelled(text, action, key, tools);
        }

        return call is not null && first == call.Position
            ? Called(call, key)
            : Answered(text[(answer.Index + answer.Length)..], key, tools);
    }

    private static AgentAction Labelled(string text, Match action, string key, IReadOnlyList<ToolDefinition> tools)
    {
        var name = ToolCallText.Short(action.Groups["name"].Value);
        var end = action.Groups["name"].Index + action.Groups["name"].Length;
        var tool = ToolCallText.Find(tools, name);
        if (tool is null && Finish().IsMatch(name))
        {
            return Finished(text, end);
        }

        if (tool is null && ToolCallText.FindAll(text[action.Index..], tools).FirstOrDefault() is { Arguments: not null } other)
        {
            return Called(other, key);
        }

        return ToolCallText.Bracketed(text, end, tool) is { } arguments
            ? new AgentAction(new ToolCall($"call_{key}", Recased(name, tool), arguments), null)
            : AgentAction.None;
    }

    // The name is kept as the model wrote it, except for the case: tools are found without regard to case.
    private static string Recased(string name, ToolDefinition? tool) => tool is null || name == tool.Name ? name : tool.Name;

    private static AgentAction Called(FoundCall call, string key) =>
        call.Arguments is null ? AgentAction.None
        : Finish().IsMatch(call.Name) ? Answered(FinishValue(call.Arguments), key, [])
        : new AgentAction(new ToolCall($"call_{key}", call.Name, call.Arguments), null);

    private static AgentAction Answered(string text, string key, IReadOnlyList<ToolDefinition> tools)
    {
        var answer = (NextMark().Match(text) is { Success: true } mark ? text[..mark.Index] : text).Trim();
        if (ToolCallText.FindAll(answer, tools).FirstOrDefault() is { } call)
        {
            return Called(call, key);
        }

        return answer.Any(char.IsLetterOrDigit) || answer.Contains('[', StringComparison.Ordinal)
            ? new AgentAction(null, AnswerText.Write(answer))
            : AgentAction.None;
    }

    /// <summary>Reads the answer of an action such as "Finish[Bob]".</summary>
    private static AgentAction Finished(string text, int end)
    {
        var rest = Input().Replace(text[end..], "", 1).Trim();
        var length =
            rest.Length > 0 && rest[0] is '[' or '(' ? rest.LastIndexOfAny([']', ')'], Math.Min(rest.Length - 1, LineEnd(rest))) : -1;
        var inside = length > 0 ? rest[1..length] : rest.Split('\n', 2)[0];
        return Answered(FinishValue(inside), "", []);
    }

    private static int LineEnd(string text) => text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? end : text.Length - 1;

    private static string FinishValue(string text)
    {
        var given = text.Trim().TrimStart(':').Trim();
        return
            JsonReading.TryRead(given, 0, out var value, out _)
            && value.ValueKind == System.Text.Json.JsonValueKind.Object
            && value.EnumerateObject().ToArray() is [var only]
            ? only.Value.ToString()
            : Named().Replace(given, "").Trim('"', '\'');
    }

    // Quantifiers are bounded: consecutive unbounded ones need cubic time on a long run of spaces.
    [GeneratedRegex(
        @"\baction\s{0,8}\d{0,4}\s{0,8}[*_]{0,4}\s{0,8}:[\s*`_]{0,32}(?<name>final answer|[A-Za-z][\w.-]{0,63}|none|n/a)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Action();

    [GeneratedRegex(
        @"\bfinal\s{1,8}answer\s{0,8}[*_]{0,4}\s{0,8}(?::|(?=[ \t*#]{0,8}\r?\n))[*_]{0,4}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex FinalAnswer();

    [GeneratedRegex(
        @"^[*_ ]{0,4}(?:action|observation|thought|question)\s{0,4}\d{0,3}[*_ ]{0,4}:",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex NextMark();

    [GeneratedRegex(@"^(?:none|n/a|null|nothing|no)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"^(?:finish|final[ _-]?answer|answer|submit|done)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Finish();

    [GeneratedRegex(@"^\s{0,8}[*_ ]{0,4}action\s{0,2}input[*_ ]{0,4}:[*_ ]{0,4}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Input();

    [GeneratedRegex(@"^\w{1,40}\s{0,2}=\s{0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}

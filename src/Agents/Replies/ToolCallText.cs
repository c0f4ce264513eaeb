using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Replies;

/// <summary>A tool call found in a text.</summary>
/// <param name="Position">Position in the text.</param>
/// <param name="Name">Name of the tool, without a namespace.</param>
/// <param name="Arguments">Arguments as JSON; null if they cannot be read.</param>
internal sealed record FoundCall(int Position, string Name, string? Arguments);

/// <summary>
/// Finds tool calls that models write as text instead of calling natively: the marks of chat templates, JSON, and calls in the syntax of
/// programs, for example <c>lookup(entity="Ann")</c>.
/// </summary>
internal static partial class ToolCallText
{
    private const int MaxCalls = 200;

    /// <summary>Returns true if a text is a tool call, which must not be taken for an answer. Never throws.</summary>
    public static bool IsCall(string text) =>
        Mark().IsMatch(text) || OnlyCall().IsMatch(text.AsSpan().Trim("` \r\n\t*")) || IsJsonCall(text);

    /// <summary>Finds the calls of a text in order. Never throws.</summary>
    /// <param name="text">Any text without reasoning.</param>
    /// <param name="tools">The known tools: only these are recognized in the syntax of programs.</param>
    /// <param name="isAnywhere">True to recognize the syntax of programs inside of sentences, not only at the start of a line.</param>
    public static IReadOnlyList<FoundCall> FindAll(string text, IReadOnlyList<ToolDefinition> tools, bool isAnywhere = false)
    {
        var found = new List<FoundCall>();
        foreach (var mark in Mark().Matches(text).Take(MaxCalls))
        {
            if (Marked(text, mark, tools) is { } call)
            {
                found.Add(call);
            }
        }

        found.AddRange(Json(text, tools));
        foreach (var bare in Bare().Matches(text).Take(MaxCalls))
        {
            var name = bare.Groups["name"];
            if ((isAnywhere || bare.Groups["start"].Success) && Find(tools, name.Value) is { } tool)
            {
                found.Add(new FoundCall(name.Index, tool.Name, Bracketed(text, name.Index + name.Length, tool)));
            }
        }

        // The forms overlap: a call in marks is JSON too. The first reading of a place counts.
        return [.. found.OrderBy(call => call.Position).Aggregate(new List<FoundCall>(), AddApart)];
    }

    /// <summary>Returns the tool of a name, with or without a namespace such as "functions.".</summary>
    public static ToolDefinition? Find(IReadOnlyList<ToolDefinition> tools, string name) =>
        tools.FirstOrDefault(tool => tool.Name.Equals(Short(name), StringComparison.OrdinalIgnoreCase))
        ?? tools.FirstOrDefault(tool => tool.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns a name without the namespace.</summary>
    public static string Short(string name) => name.StartsWith("functions.", StringComparison.Ordinal) ? name["functions.".Length..] : name;

    /// <summary>
    /// Reads the arguments after the name of a tool: in brackets, as a JSON object, or on a line "Action Input:". Null if there are none.
    /// </summary>
    public static string? Bracketed(string text, int from, ToolDefinition? tool)
    {
        var at = from;
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '*' or '`' or '"'))
        {
            at++;
        }

        if (at == text.Length)
        {
            return null;
        }

        if (Input().Match(text, at) is { Success: true } input && input.Index == at)
        {
            return InputOf(text, at + input.Length, tool);
        }

        if (text[at] == '{')
        {
            return ToolArguments.Read(text[at..Math.Min(text.Length, at + MaxArguments)], tool);
        }

        if (text[at] is not ('[' or '('))
        {
            return null;
        }

        var inside = at + 1;
        while (inside < text.Length && (char.IsWhiteSpace(text[inside]) || text[inside] == '`'))
        {
            inside++;
        }

        if (inside < text.Length && text[inside] == '{')
        {
            return ToolArguments.Read(text[inside..Math.Min(text.Length, inside + MaxArguments)], tool);
        }

        var end = ClosingBracket(text, at);
        return end < 0 ? null : ToolArguments.Read(text[(at + 1)..end], tool);
    }

    private static string? InputOf(string text, int from, ToolDefinition? tool)
    {
        var rest = text[from..Math.Min(text.Length, from + MaxArguments)].TrimStart(' ', '*', '\r', '\n', '`');
        rest = Language().Replace(rest, "").TrimStart();
        return rest.StartsWith('{') ? ToolArguments.Read(rest, tool) : ToolArguments.Read(rest.Split('\n', 2)[0], tool);
    }

    private static FoundCall? Marked(string text, Match mark, IReadOnlyList<ToolDefinition> tools)
    {
        var at = mark.Index + mark.Length;
        var end = Math.Min(text.Length, at + MaxArguments);
        var name = mark.Groups["name"].Value;
        var brace = text.IndexOfAny(['{', '['], at, end - at);
        if (Parameter().Match(text, at, end - at) is { Success: true } first && name.Length > 0 && (brace < 0 || first.Index < brace))
        {
            return new FoundCall(mark.Index, Short(name), Named(text[first.Index..EndOf(text, first.Index)]));
        }

        if (brace >= 0 && JsonReading.TryRead(text, brace, out var value, out _))
        {
            if (ToolCallJson.TryRead(value, out var inner, out var arguments))
            {
                return Call(mark.Index, inner, arguments, tools);
            }

            if (name.Length > 0 && value.ValueKind == JsonValueKind.Object)
            {
                return Call(mark.Index, name, value.GetRawText(), tools);
            }
        }

        // The call was cut or has another form, but it is a call.
        return name.Length > 0 && Find(tools, name) is { } tool
            ? new FoundCall(mark.Index, tool.Name, Bracketed(text, at, tool))
            : new FoundCall(mark.Index, name, null);
    }

    private static string Named(string text)
    {
        var read = new System.Text.Json.Nodes.JsonObject();
        foreach (var match in Parameter().Matches(text).AsEnumerable())
        {
            read[match.Groups["key"].Value] = match.Groups["value"].Value.Trim();
        }

        return read.ToJsonString();
    }

    private static int EndOf(string text, int from)
    {
        var end = EndMark().Match(text, from);
        return end.Success ? end.Index : text.Length;
    }

    private static IEnumerable<FoundCall> Json(string text, IReadOnlyList<ToolDefinition> tools)
    {
        var tries = 0;
        for (var at = text.IndexOf('{'); at >= 0 && tries < MaxCalls; tries++)
        {
            var isRead = JsonReading.TryRead(text, at, out var value, out var end);
            if (isRead && ToolCallJson.TryRead(value, out var name, out var arguments))
            {
                yield return Call(at, name, arguments, tools);
            }

            at = text.IndexOf('{', isRead ? end : at + 1);
        }
    }

    private static FoundCall Call(int position, string name, string arguments, IReadOnlyList<ToolDefinition> tools)
    {
        var tool = Find(tools, name);
        return new FoundCall(position, tool?.Name ?? Short(name), ToolArguments.Read(arguments, tool) ?? arguments);
    }

    private static bool IsJsonCall(string text)
    {
        var at = text.AsSpan().IndexOfAny('{', '[');
        return at >= 0
            && text.AsSpan(0, at).Trim("` \r\n\tjson").IsEmpty
            && JsonReading.TryRead(text, at, out var value, out _)
            && ToolCallJson.IsCall(value);
    }

    private static List<FoundCall> AddApart(List<FoundCall> calls, FoundCall next)
    {
        if (calls.Count == 0 || next.Position - calls[^1].Position > Overlap || !IsSame(calls[^1], next))
        {
            calls.Add(next);
        }
        else if (calls[^1].Arguments is null)
        {
            calls[^1] = next with { Position = calls[^1].Position };
        }

        return calls;

        static bool IsSame(FoundCall first, FoundCall second) =>
            (first.Name.Length == 0 || first.Name == second.Name)
            && (first.Arguments is null || second.Arguments is null || first.Arguments == second.Arguments);
    }

    private static int ClosingBracket(string text, int open)
    {
        var (depth, quote) = (0, '\0');
        for (var at = open; at < text.Length && at - open < MaxArguments; at++)
        {
            var character = text[at];
            if (quote != '\0')
            {
                quote = character == quote || character == '\n' ? '\0' : quote;
            }
            else if (character == '"' || (character == '\'' && !char.IsLetterOrDigit(text[at - 1])))
            {
                quote = character;
            }
            else if (character is '(' or '[')
            {
                depth++;
            }
            else if (character is ')' or ']' && --depth == 0)
            {
                return at;
            }
        }

        return -1;
    }

    private const int MaxArguments = 100_000;
    private const int Overlap = 40;

    [GeneratedRegex(
        @"(?:<tool_call>\s{0,4}(?:<function=)?|<function=|<invoke name=""|\[TOOL_CALLS\]\s{0,4}|<\|python_tag\|>\s{0,4}"
            + @"|<｜tool▁sep｜>|commentary to=functions\.|^functions\.|<\|tool_call_begin\|>functions\.)(?<name>[A-Za-z][\w.-]{0,63})?",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex Mark();

    [GeneratedRegex(
        @"^\[?(?:print\()?[a-z][\w.]{2,63}(?:\([^\r\n]{0,2000}\)|\[[^\r\n]{0,2000}\])[\]).]{0,3}$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex OnlyCall();

    [GeneratedRegex(
        @"(?<start>^[ \t>*`•-]{0,8}(?:\(?\d{1,3}[.)]\s{1,4})?(?:step\s{1,4}\d{1,3}\s{0,4}[:.-]\s{0,4})?"
            + @"[*` ]{0,4}(?:\$\d{1,3}\s{0,2}=\s{0,2})?"
            + @"(?:print\()?\[?)?(?<![\w.])(?:(?:default_api|functions|tools|api)\.)?(?<name>[A-Za-z][\w-]{0,63})(?=\s{0,2}[\[({])",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Bare();

    [GeneratedRegex(
        @"<parameter(?:=| name="")(?<key>[\w.-]{1,64})""?>(?<value>.{0,4000}?)</parameter>"
            + @"|<arg_key>(?<key>[\w.-]{1,64})</arg_key>\s{0,4}<arg_value>(?<value>.{0,4000}?)</arg_value>",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Parameter();

    [GeneratedRegex(@"</function>|</invoke>|</tool_call>", RegexOptions.CultureInvariant)]
    private static partial Regex EndMark();

    [GeneratedRegex(
        @"\G[*`_ ]{0,4}action\s{0,2}input\s{0,4}\d{0,3}[*`_ ]{0,4}:[*_ ]{0,4}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Input();

    [GeneratedRegex(@"^(?:json|text|python)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}

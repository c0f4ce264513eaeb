namespace AgentLoad.Agents.Problems;

/// <summary>The line "Answer: …" that prompts ask for, and its parser.</summary>
internal static class AnswerLine
{
    /// <summary>Prefix of the line.</summary>
    public const string Prefix = "Answer:";

    /// <summary>
    /// Returns the text after the last "Answer:" of a reply, up to the end of the line, without Markdown; null if there is none.
    /// </summary>
    public static string? Last(string reply)
    {
        var at = reply.LastIndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var rest = reply.AsSpan(at + Prefix.Length).TrimStart([' ', '\t', '*', '_', '`', '\r', '\n']);
        var end = rest.IndexOfAny('\r', '\n');
        var line = (end < 0 ? rest : rest[..end]).Trim().TrimEnd(['*', '_', '`', ' ']).ToString();
        return line.Length == 0 ? null : line;
    }

    /// <summary>Formats an answer as a line.</summary>
    public static string Write(string answer) => $"{Prefix} {answer}";
}

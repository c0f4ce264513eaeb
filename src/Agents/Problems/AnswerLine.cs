namespace AgentLoad.Agents.Problems;

/// <summary>The line "Answer: …" by which prompts ask for an answer, and its reader.</summary>
public static class AnswerLine
{
    /// <summary>What the line begins with.</summary>
    public const string Prefix = "Answer:";

    /// <summary>Text after the last "Answer:" of a reply, up to the line's end and without Markdown; null where there is none.</summary>
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

    /// <summary>The line that holds an answer.</summary>
    public static string Write(string answer) => $"{Prefix} {answer}";
}

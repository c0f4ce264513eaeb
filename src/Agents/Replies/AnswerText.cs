using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// The line "Answer: …" that prompts ask for, and the one reader of answers. The last stated answer counts: after a label ("Answer:",
/// "**Final Answer**"), in a box, in JSON, in a tag or in a sentence ("the answer is …"), unless the reply retracts it. A reply without
/// such a statement is read from its last lines.
/// </summary>
internal static partial class AnswerText
{
    /// <summary>Prefix of the line.</summary>
    public const string Prefix = "Answer:";

    private const int MaxStatements = 20;
    private const int MaxSentence = 200;
    private const int MaxBoxText = 20_000;

    /// <summary>Formats an answer as a line.</summary>
    public static string Write(string answer) => $"{Prefix} {answer}";

    /// <summary>Reads the answer of a reply; null if there is none. Never throws.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="read">Reads the value of a statement, such as "24 marbles"; null if it is not a value.</param>
    /// <param name="readClosing">
    /// Reads the value from a content line at the end of a reply without a statement; null if it is not a value. Null to require a
    /// statement.
    /// </param>
    /// <param name="closingLines">Maximum number of last lines to try.</param>
    public static string? Read(string reply, Func<string, string?> read, Func<string, string?>? readClosing = null, int closingLines = 1) =>
        ReadPlain(PlainText.Of(reply), read, readClosing, closingLines);

    /// <summary>Reads the answer of a reply as a line of text; null if the reply states none. Never throws.</summary>
    public static string? ReadLine(string reply) => Read(reply, Line);

    /// <summary>Returns true if a reply states an answer, readable or not. Never throws.</summary>
    public static bool IsStated(string reply) => Statements(PlainText.Of(reply)).Count > 0;

    /// <summary>
    /// Returns the position in a reply at which its first answer line starts; −1 if there is none. Never throws.
    /// </summary>
    public static int FirstLine(string reply) =>
        AnswerLabel().Match(reply) is { Success: true } match ? match.Index + (match.Length - match.Value.TrimStart().Length) : -1;

    internal static string? ReadPlain(
        string plain,
        Func<string, string?> read,
        Func<string, string?>? readClosing,
        int closingLines,
        IReadOnlyList<Statement>? statements = null
    )
    {
        if (ToolCallText.IsCall(plain))
        {
            return null;
        }

        statements ??= Statements(plain);
        for (var i = statements.Count - 1; i >= 0; i--)
        {
            var statement = statements[i];
            if (Chatter.AfterRetraction(plain[statement.End..]) is { } after)
            {
                return ReadAfter(after, read, readClosing, closingLines);
            }

            if (Chatter.AfterRetraction(statement.Line) is { } corrected)
            {
                return ReadAfter(corrected, read, readClosing ?? read, closingLines);
            }

            if (Pointer().IsMatch(statement.Line))
            {
                continue;
            }

            if (ReadValue(statement, read) is { } value)
            {
                return value;
            }

            if (!statement.IsSentence)
            {
                return null;
            }
        }

        return readClosing is null ? null : ReadClosing(plain, readClosing, closingLines);
    }

    private static string? ReadValue(Statement statement, Func<string, string?> read)
    {
        if (NoAnswer().IsMatch(statement.Line) || Chatter.IsRefusal(statement.Line) || ToolCallText.IsCall(statement.Line))
        {
            return null;
        }

        return (statement.Block.Length > statement.Line.Length ? read(statement.Block) : null) ?? read(statement.Line);
    }

    private static string? ReadAfter(string plain, Func<string, string?> read, Func<string, string?>? readClosing, int closingLines) =>
        readClosing is not null && ReadClosing(plain, line => readClosing(line) ?? read(line), closingLines) is { } value ? value : null;

    private static string? ReadClosing(string plain, Func<string, string?> read, int count)
    {
        var lines = Chatter.ContentLines(plain);
        for (var i = lines.Count - 1; i >= Math.Max(0, lines.Count - count); i--)
        {
            if (Chatter.IsRefusal(lines[i]))
            {
                return null;
            }

            if (read(lines[i]) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Returns a stated answer as one line, without a closing period.</summary>
    private static string? Line(string text)
    {
        var line = text.Split('\n', 2)[0].Trim().Trim('"', '`', Latex.BoxStart, Latex.BoxEnd).Trim();
        line = line.EndsWith('.') && line.AsSpan().Count(". ") == 0 ? line[..^1].TrimEnd() : line;
        return line.Length == 0 ? null : line;
    }

    /// <summary>
    /// Returns the statements of a plain text by position. Labels such as "Result:" count only if there is no other statement.
    /// </summary>
    private static IReadOnlyList<Statement> Statements(string plain)
    {
        var found = new List<Statement>();
        found.AddRange(Last(AnswerLabel(), plain).Select(match => Statement.At(plain, match.Index + match.Length, isSentence: false)));
        found.AddRange(
            Last(Sentence(), plain)
                .Where(match => !IsConditional(plain, match.Index))
                .Select(match => Statement.At(plain, match.Index + match.Length, isSentence: true))
        );
        foreach (var match in Last(Tag(), plain))
        {
            var value = match.Groups["value"];
            found.Add(Statement.Between(plain, value.Index, value.Index + value.Length));
        }

        AddBoxes(plain, found);
        return found.Count > 0
            ? [.. found.Where(HasContent).OrderBy(statement => statement.Start)]
            :
            [
                .. Last(OtherLabel(), plain)
                    .Select(match => Statement.At(plain, match.Index + match.Length, isSentence: true))
                    .Where(HasContent),
            ];
    }

    // After a label without a value, the next line may be a closing.
    private static bool HasContent(Statement statement) => statement.Line.Length > 0 && !Chatter.IsClosing(statement.Line);

    private static IEnumerable<Match> Last(Regex pattern, string plain) => pattern.Matches(plain).TakeLast(MaxStatements);

    private static void AddBoxes(string plain, List<Statement> found)
    {
        var open = new Stack<int>();
        for (var at = Math.Max(0, plain.Length - MaxBoxText); at < plain.Length; at++)
        {
            if (plain[at] == Latex.BoxStart)
            {
                open.Push(at + 1);
            }
            else if (plain[at] == Latex.BoxEnd && open.TryPop(out var start) && open.Count == 0)
            {
                found.Add(Statement.Between(plain, start, at));
            }
        }
    }

    private static bool IsConditional(string plain, int at)
    {
        var before = plain[Math.Max(0, at - MaxSentence)..at];
        var after = plain.AsSpan(at, Math.Min(MaxSentence, plain.Length - at));
        var end = after.IndexOfAny(".!?\n".AsSpan());
        return Condition().IsMatch(before[(before.AsSpan().LastIndexOfAny(".!?\n".AsSpan()) + 1)..]) || (end >= 0 && after[end] == '?');
    }

    private const string Adjectives =
        @"(?:(?:so|thus|hence|therefore|and|then|my|our|the|final|full|complete|short|correct|corrected|new|updated|revised|overall"
        + @"|last|actual"
        + @"|numerical|simplified|best|best final),? {1,3}){0,4}";

    // A label starts a line or a sentence; other words before it ("a wrong answer:") make it something else.
    [GeneratedRegex(
        @"(?:^[ \t>*#|•-]{0,12}(?:\(?\d{1,3}[.)] {1,3})?|[.!?,;:)(✅] {0,3}|\uE000 {0,2})"
            + Adjectives
            + @"(?:(?:answer|antwort|respuesta|réponse|risposta|resposta|ответ"
            + @"|ans)s?[*_""' ]{0,6}(?:\([^)\r\n]{0,40}\) {0,3})?(?:is|are)?[ *_]{0,3}"
            + @"(?::|=(?!=)|->|[ \t]{0,4}\r?$)|(?:最终|最後の)?(?:答案|答え|回答)(?:是|为|は)?[*_ ]{0,4}[::]?)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex AnswerLabel();

    [GeneratedRegex(
        @"\b(?:answer|final result|correct solution)(?: to [^.\r\n:]{1,60}?)? (?:is|are|equals|would be|must be|should be)(?! not\b|n't)"
            + @"(?: (?:therefore|thus|then|simply|indeed|now|just|also|indeed))?[ \t]{0,3}:?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Sentence();

    [GeneratedRegex(
        @"<(?<tag>answer|final_answer|solution|result)>(?<value>.{1,4000}?)</\k<tag>>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"(?:^[ \t>*#|•-]{0,12}|[.!?] {1,3})"
            + Adjectives
            + @"(?:result|solution|total|conclusion|expression|output|value|name|person|moves?|path|route|program|sorted list|list"
            + @"|endergebnis"
            + @"|ergebnis|结果) {0,3}(?::|=(?!=)|->)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex OtherLabel();

    [GeneratedRegex(
        @"^\W{0,4}(?:none|null|n/a|unknown|impossible|undetermined|unclear|there (?:is|are) no|no (?:solution|answer|such|valid)"
            + @"|not (?:possible"
            + @"|known|solvable|enough)|it (?:is|'s) (?:not possible|impossible|unknown))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NoAnswer();

    // A placeholder of the requested format, or a reference to an answer stated elsewhere.
    [GeneratedRegex(
        @"^\W{0,4}(?:<[a-z][^>\r\n]{0,60}>|\[(?:your|the|insert)[^\]\r\n]{0,60}\]|\.{3}|(?:see|as|given|stated|shown) (?:above"
            + @"|before|below))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Pointer();

    [GeneratedRegex(
        @"\b(?:if|whether|is|suppose|assuming|assume|unless|when|not sure|say)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Condition();
}

using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>The verdict format that prompts ask for, and the one reader of verdicts, which honors negation and hedges.</summary>
internal static partial class VerdictText
{
    /// <summary>The instruction to reply with a yes or no verdict.</summary>
    public const string Ask = "end with one line of the form: Verdict: <yes or no>";

    /// <summary>
    /// Reads the last verdict of a reply: "Verdict: yes", "Verdict: not correct", "No, step 2 is wrong.", "The answer is correct." Null if
    /// the reply gives none or hedges. Never throws.
    /// </summary>
    public static bool? Read(string reply)
    {
        var plain = PlainText.Of(reply);
        if (Labels().Matches(plain) is [.., var last])
        {
            var statement = Statement.At(plain, last.Index + last.Length, isSentence: false);
            return Polarity(statement.Line);
        }

        var lines = Chatter.ContentLines(plain);
        if (lines.Count == 0 || Chatter.IsRefusal(lines[^1]))
        {
            return null;
        }

        return FirstWord().IsMatch(lines[^1].TrimStart(Latex.BoxStart)) ? Polarity(lines[^1])
            : About().Matches(lines[^1]) is [.., var said] ? Polarity(said.Value)
            : null;
    }

    /// <summary>Formats a verdict as a line.</summary>
    public static string Write(bool isYes) => isYes ? "Verdict: yes" : "Verdict: no";

    /// <summary>Reads whether a phrase affirms; null if it does neither or hedges.</summary>
    private static bool? Polarity(string phrase)
    {
        var text = phrase.Trim().Trim(Latex.BoxStart, '"', '\'', '<', '[', '(');
        if (FirstWord().Match(text) is { Success: true } first)
        {
            // "yes or no" repeats the question, and "yes?" is one.
            var rest = text[first.Length..].TrimStart();
            if (rest.StartsWith("or ", StringComparison.OrdinalIgnoreCase) || rest.StartsWith('/'))
            {
                return null;
            }

            var said = first.Groups["word"].Value.Equals("yes", StringComparison.OrdinalIgnoreCase);
            return rest.StartsWith('?') ? Polarity(rest[1..])
                : Chatter.AfterRetraction(rest) is { } corrected && said ? Polarity(corrected)
                : said;
        }

        if (Hedge().IsMatch(text))
        {
            return null;
        }

        return NotBad().IsMatch(text) ? true
            : NotGood().IsMatch(text) || Bad().IsMatch(text) ? false
            : Good().IsMatch(text) ? true
            : null;
    }

    [GeneratedRegex(
        @"(?:(?<![A-Za-z])(?:verdict|judge?ment|is correct|correct|结论)(?![A-Za-z])[""'*_ ]{0,6}(?:[::=|]|->)|\bverdict (?:is|=)"
            + @"|<verdict>|^\s{0,4}verdict\s{0,4}\r?$)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Labels();

    [GeneratedRegex(
        @"^\W{0,4}(?<word>yes|no(?!\s{1,3}(?:errors?|mistakes?|issues?|problems?|flaws?|doubt)\b))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex FirstWord();

    [GeneratedRegex(
        @"\b(?:maybe|perhaps|possibly|unclear|unsure|uncertain|partially|partly|cannot|can't|not sure|not certain|yes or no|whether)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Hedge();

    [GeneratedRegex(
        @"\bno\s{1,3}(?:errors?|mistakes?|issues?|problems?|flaws?|doubt)\b|\b(?:not|isn't|n't)\s{1,3}(?:wrong|incorrect|false"
            + @"|invalid)\b|[✅✔✓]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NotBad();

    [GeneratedRegex(
        @"(?:\b(?:not|never)|n't)\s{1,3}(?:\w{1,12}\s{1,3}){0,2}?(?:right|correct|true|valid|accurate)\b|[❌✗✘]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex NotGood();

    [GeneratedRegex(
        @"\b(?:incorrect|wrong|false|invalid|mistaken|inaccurate|flawed)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Bad();

    [GeneratedRegex(@"\b(?:correct|right|true|valid|accurate)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Good();

    [GeneratedRegex(
        @"\b(?:answer|solution|result|reasoning)\b[^.!?\r\n]{0,60}?\b(?:is|was|are|isn't|wasn't)\b[^.!?\r\n]{0,60}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex About();
}

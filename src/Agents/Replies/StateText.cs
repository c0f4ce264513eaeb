using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// Reads the evaluation of a search state: sure 20, likely 1 or impossible 0.001, as in the reference implementation of Tree of Thoughts.
/// </summary>
internal static partial class StateText
{
    /// <summary>Value of "sure".</summary>
    public const double Sure = 20;

    /// <summary>Value of "likely".</summary>
    public const double Likely = 1;

    /// <summary>Value of "impossible".</summary>
    public const double Impossible = 0.001;

    private const int LastLines = 3;

    /// <summary>
    /// Reads the word that a reply ends with, in any case and with negation: "not impossible" is likely, "unlikely" is impossible, "not
    /// sure" is no evaluation. Null if the reply gives none. Never throws.
    /// </summary>
    public static double? Read(string reply)
    {
        var lines = Chatter.ContentLines(PlainText.Of(reply));
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            // Above the last lines, only a line with nothing but the word is an evaluation.
            if (i < lines.Count - LastLines && !OnlyWord().IsMatch(lines[i]))
            {
                continue;
            }

            if (!Choices().IsMatch(lines[i]) && TryReadLine(WithoutInterjection(lines[i]), out var value))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Returns true if a line has an evaluation, or denies one, in which case the value is null.</summary>
    private static bool TryReadLine(string line, out double? value)
    {
        value = null;
        var words = Word().Matches(line).Where(word => !word.Groups["idiom"].Success).ToArray();
        if (words.Length == 0 || line.EndsWith('?'))
        {
            return false;
        }

        var last = words[^1];
        var isNegated = last.Groups["not"].Success;
        value = last.Groups["word"].Value.ToLowerInvariant() switch
        {
            "sure" => isNegated ? null : Sure,
            "likely" => isNegated ? Impossible : Likely,
            "impossible" => isNegated ? Likely : Impossible,
            "unlikely" => isNegated ? Likely : Impossible,
            _ => null,
        };
        return true;
    }

    private static string WithoutInterjection(string line) =>
        Interjection().Match(line) is { Success: true } match ? line[match.Length..] : line;

    [GeneratedRegex(
        @"(?<not>\b(?:not|never|hardly|cannot be|can't be|isn't|n't)\s{1,3}(?:(?:be|very|entirely|completely|really|quite"
            + @"|at all)\s{1,3}){0,2})?"
            + @"(?<idiom>\b(?:make|making|makes|to be|be sure to|for)\s{1,3}(?=sure))?\b(?<word>sure|unsure|likely|unlikely|impossible)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Word();

    [GeneratedRegex(
        @"^\W{0,6}(?:not )?(?:sure|likely|impossible|unlikely)\W{0,6}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex OnlyWord();

    [GeneratedRegex(@"\bsure\W{1,4}likely\W{1,4}(?:or\W{1,4})?impossible\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Choices();

    [GeneratedRegex(@"^sure[!,.]\s{1,4}(?=\S)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Interjection();
}

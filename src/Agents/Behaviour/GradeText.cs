using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>The score and verdict format that prompts ask for, and its parser. The last match in a reply counts.</summary>
internal static partial class GradeText
{
    /// <summary>The instruction to reply with a score.</summary>
    public const string AskScore = "end with one line of the form: Score: <number from 0 to 10>";

    /// <summary>The instruction to reply with a yes or no verdict.</summary>
    public const string AskVerdict = "end with one line of the form: Verdict: <yes or no>";

    private const double Scale = 10;

    /// <summary>
    /// Parses the last "Score: N" of a reply, scaled to 0 to 1; "N/100" and "N%" are also accepted. Null if the reply has no score or
    /// the score is out of range. Never throws.
    /// </summary>
    public static double? Score(string text)
    {
        if (Scores().Matches(text) is not [.., var last])
        {
            return null;
        }

        var scale =
            last.Groups["of"].Success ? Number(last.Groups["of"].ValueSpan)
            : last.Groups["percent"].Success ? 100
            : Scale;
        var score = Number(last.Groups["n"].ValueSpan) / scale;
        return score is >= 0 and <= 1 ? score : null;
    }

    /// <summary>Parses the last "Verdict: yes" or "Verdict: no" of a reply; null if the reply has none. Never throws.</summary>
    public static bool? Verdict(string text) =>
        Verdicts().Matches(text) is [.., var last] ? last.Groups[1].ValueSpan.Equals("yes", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Formats a score of 0 to 1 as a line.</summary>
    public static string WriteScore(double score) => string.Create(CultureInfo.InvariantCulture, $"Score: {Math.Round(score * Scale, 1)}");

    /// <summary>Formats a verdict as a line.</summary>
    public static string WriteVerdict(bool isYes) => isYes ? "Verdict: yes" : "Verdict: no";

    private static double Number(ReadOnlySpan<char> text) =>
        double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\bscore[^\w<]{1,8}?(?<![-.,])(?<n>[0-9]{1,9}(?:\.[0-9]{1,9})?)(?![0-9])(?:\s*/\s*(?<of>[0-9]{1,9})|\s*(?<percent>%))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Scores();

    [GeneratedRegex(@"\bverdict[^\w<]{1,8}?(yes|no)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Verdicts();
}

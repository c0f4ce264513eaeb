using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Behaviour;

/// <summary>The form in which prompts ask for a score or a yes or no, and its reader. The last one of a reply counts.</summary>
public static partial class GradeText
{
    /// <summary>The sentence that asks for a score.</summary>
    public const string AskScore = "end with one line of the form: Score: <number from 0 to 10>";

    /// <summary>The sentence that asks for a yes or no.</summary>
    public const string AskVerdict = "end with one line of the form: Verdict: <yes or no>";

    private const double Scale = 10;

    /// <summary>The last "Score: N" of a reply as 0 to 1, also "N/100" and "N%"; null where there is none or it is off the scale. Never throws.</summary>
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

    /// <summary>The last "Verdict: yes" or "Verdict: no" of a reply; null where there is none. Never throws.</summary>
    public static bool? Verdict(string text) =>
        Verdicts().Matches(text) is [.., var last] ? last.Groups[1].ValueSpan.Equals("yes", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>The line that holds a score of 0 to 1.</summary>
    public static string WriteScore(double score) => string.Create(CultureInfo.InvariantCulture, $"Score: {Math.Round(score * Scale, 1)}");

    /// <summary>The line that holds a yes or no.</summary>
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

using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// The score format that prompts ask for, and the one reader of scores. The last overall score counts, else the last score.
/// </summary>
internal static partial class GradeText
{
    /// <summary>The instruction to reply with a score.</summary>
    public const string AskScore = "end with one line of the form: Score: <number from 0 to 10>";

    private const double Scale = 10;

    /// <summary>
    /// Reads a score, scaled to 0 to 1: "Score: 7", "Overall score (0-10): 7", "8/10", "8 out of 10", "75%", "eight". Null if the reply
    /// gives no score or the score is out of range. Never throws.
    /// </summary>
    public static double? Score(string reply)
    {
        var plain = PlainText.Of(reply);
        var labelled = Labelled().Matches(plain);
        var match =
            labelled.LastOrDefault(found => found.Groups["all"].Success)
            ?? labelled.LastOrDefault()
            ?? Unlabelled().Matches(plain).LastOrDefault();
        return match is null ? null : Value(match);
    }

    /// <summary>Formats a score of 0 to 1 as a line.</summary>
    public static string WriteScore(double score) => string.Create(CultureInfo.InvariantCulture, $"Score: {Math.Round(score * Scale, 1)}");

    private static double? Value(Match match)
    {
        var given = Number(match.Groups["n"].Value);
        if (match.Groups["to"].Success)
        {
            var upper = Number(match.Groups["to"].Value);
            if (given == 0 && upper == Scale)
            {
                return null;
            }

            given = (given + upper) / 2;
        }

        var scale =
            match.Groups["of"].Success ? Number(match.Groups["of"].Value)
            : match.Groups["percent"].Success ? 100
            : Scale;
        var score = given / scale;
        return score is >= 0 and <= 1 ? score : null;
    }

    private static double Number(string text) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number
        : NumberText.Word(text) is { } word ? double.Parse(word, CultureInfo.InvariantCulture)
        : double.NaN;

    private const string WordPattern = "zero|one|two|three|four|five|six|seven|eight|nine|ten";

    private const string NumberPattern = @"(?<![-.,\d])(?<n>[0-9]{1,9}(?:[.,][0-9]{1,9})?(?![0-9])|\b(?:" + WordPattern + @")\b)\)?";

    private const string ScalePattern =
        @"(?:\s{0,3}(?:/|\(?out of|\(?of)\s{0,3}\(?(?<of>[0-9]{1,9}|ten)\b|\s{0,3}(?<percent>%)|\s?-\s?(?<to>[0-9]{1,2})(?![0-9]))?";

    [GeneratedRegex(
        @"(?:(?<![A-Za-z])(?:(?<all>overall|final|total)\s{1,3}(?:score|rating|grade|mark|difficulty)|(?<all>overall)"
            + @"|score|rating|grade|mark|difficulty)(?![A-Za-z])|评分|分数|得分)(?:\s{0,3}\([^)\r\n]{0,40}\))?(?:\s(?:for|of)\s(?:this"
            + @"|the|that|my"
            + @"|your)\s[\w ]{1,40}?)?(?:\s{0,3}(?:[::=|>]|->|\s-\s)|\s{1,3}(?:is|of|would be)\b|\s{0,3}\r?\n)[\s""'<\[(\uE000]{0,8}"
            + NumberPattern
            + ScalePattern,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Labelled();

    [GeneratedRegex(
        @"(?:(?<![-.,/\d])(?<n>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\s{0,3}(?:/|out of)\s{0,3}(?<of>10|100)(?![\d.])"
            + @"|\b(?:rate|give|grade|score)\s(?:it|this|that|the (?:answer|solution|reply|reasoning|problem|move))(?: answer"
            + @"| solution| move)?"
            + @"(?:\s(?:as|at|with))?(?:\s(?:an?|the|about))?(?:\s(?:solid|strong|good|score of|rating of))?\s{1,3}"
            + NumberPattern
            + ScalePattern
            + @"|^\s{0,8}\uE000\s{0,3}(?<n>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s{0,3}(?:/\s{0,3}(?<of>[0-9]{1,3}))?\s{0,3}\uE001"
            + @"|\A\s{0,8}(?<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)\.?\s{0,8}\z)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Unlabelled();
}

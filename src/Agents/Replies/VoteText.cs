using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>Reads the number of the best choice from the reply of a voter.</summary>
internal static partial class VoteText
{
    private static readonly string[] Ordinals =
    [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
    ];

    /// <summary>
    /// Reads the last vote, from 0 to <paramref name="choices"/> − 1: "The best choice is 2", "Choice 2 is the best", "I choose the second
    /// one". Null if there is none or the choice does not exist. Never throws.
    /// </summary>
    public static int? Read(string reply, int choices)
    {
        var plain = PlainText.Of(reply);
        var number =
            Votes().Matches(plain) is [.., var last] ? Number(last.Groups["n"].Value)
            : AnswerText.ReadPlain(plain, NumberText.Read, OnlyNumber, 1) is { } answer
            && int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var stated)
                ? stated
            : null;
        return number >= 1 && number <= choices ? number - 1 : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : Array.FindIndex(Ordinals, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0 ? at + 1
        : NumberText.Word(text) is { } word ? int.Parse(word, CultureInfo.InvariantCulture)
        : null;

    private static string? OnlyNumber(string line) => Bare().Match(line) is { Success: true } match ? match.Groups["n"].Value : null;

    private const string Choice =
        @"\W{0,6}(?:(?:choice|option|candidate|plan|number|no\.|the)\W{0,4}){0,3}(?<n>[0-9]{1,20}|(?:one|two|three|four|five|six"
        + @"|seven|eight|nine|ten"
        + @"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b)";

    [GeneratedRegex(
        @"best[ _](?:choice|option|candidate|plan|one)(?: (?:is|would be))?"
            + Choice
            + @"|\b(?:choice|option|candidate|plan) {0,2}#?(?<n>[0-9]{1,9}) (?:is|looks|seems|appears)(?: clearly| definitely"
            + @"| by far)?(?: to be)?(?: the)? (?:best|better|most|strongest|clearest)"
            + @"|\b(?:i|we) (?:choose|vote for|pick|select|prefer|would choose|would pick|go with)"
            + Choice
            + @"|\bmy (?:choice|vote|pick)(?: is)?"
            + Choice,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Votes();

    [GeneratedRegex(@"^\W{0,4}(?:(?:choice|option) )?(?<n>[0-9]{1,9})\W{0,4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}

using System.Text.RegularExpressions;
using AgentLoad.Testing;

namespace AgentLoad.EndToEnd.House;

/// <summary>The phrases of <c>forbidden-words.txt</c>: a regular expression, a tab, and a replacement.</summary>
internal static class ForbiddenWords
{
    private static readonly (Regex Phrase, string Replacement)[] Rules =
    [
        .. Checkout
            .Read("tests/EndToEnd/House/forbidden-words.txt")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(parts => (new Regex(parts[0], RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), parts[1])),
    ];

    /// <summary>Returns one message per forbidden phrase of a text.</summary>
    /// <param name="place">File and line, or command.</param>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> Check(string place, string text) =>
        from rule in Rules
        let found = rule.Phrase.Match(text)
        where found.Success
        select $"{place}: '{found.Value}'; write: {rule.Replacement}";
}

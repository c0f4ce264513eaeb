using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.MultiHop;

/// <summary>Reads the name that a statement gives, such as "The mentor of Ann is Bob" or "Bob, Ann's mentor".</summary>
internal static partial class NameText
{
    private const int MaxWords = 3;

    /// <summary>
    /// Returns the known name that a statement gives, else a short statement itself; null if it gives none. Never throws.
    /// </summary>
    public static string? Read(string statement, Func<string, bool> isKnown)
    {
        if (ReadKnown(statement, isKnown) is { } name)
        {
            return name;
        }

        var words = Words().Matches(statement);
        return words.Count is > 0 and <= MaxWords && !words.Any(word => isKnown(word.Value)) && !Hedge().IsMatch(statement)
            ? statement
            : null;
    }

    /// <summary>Returns the known name that a statement gives; null if it gives none or several alternatives. Never throws.</summary>
    public static string? ReadKnown(string statement, Func<string, bool> isKnown)
    {
        var text = Parenthesized().Replace(statement, "");
        var names = Words().Matches(text).Where(word => isKnown(word.Value)).ToArray();
        if (names.Length == 0 || Hedge().IsMatch(text))
        {
            return null;
        }

        if (names.All(name => name.Value.Equals(names[0].Value, StringComparison.OrdinalIgnoreCase)))
        {
            return Denied().IsMatch(text[..names[0].Index]) ? null : names[0].Value;
        }

        var last = names[^1];
        var isAtEnd = !text[(last.Index + last.Length)..].Any(char.IsLetterOrDigit);
        return isAtEnd && Copula().IsMatch(text[..last.Index]) ? last.Value
            : !text[..names[0].Index].Any(char.IsLetterOrDigit) ? names[0].Value
            : null;
    }

    /// <summary>
    /// Returns the known names that a statement gives, separated by commas: all of them, or those after "is". Null if their number differs.
    /// Never throws.
    /// </summary>
    public static string? ReadAll(string statement, int count, Func<string, bool> isKnown)
    {
        var text = Parenthesized().Replace(statement, "");
        var names = Words().Matches(text).Where(word => isKnown(word.Value)).ToArray();
        if (names.Length > count)
        {
            names = [.. names.Where(name => Copula().IsMatch(text[..name.Index]))];
        }

        return names.Length == count && !Hedge().IsMatch(text) ? string.Join(", ", names.Select(name => name.Value)) : null;
    }

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}]{0,60}", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"\([^()]{0,200}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Parenthesized();

    [GeneratedRegex(
        @"\b(?:or|either|maybe|perhaps|possibly|might be|may be|could be|unknown|unsure)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Hedge();

    [GeneratedRegex(@"\b(?:not|isn't)\W{0,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denied();

    [GeneratedRegex(@"(?:\b(?:is|was)|'s|:|=|->)[\W_]{0,6}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Copula();
}

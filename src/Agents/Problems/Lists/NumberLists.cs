using System.Globalization;
using System.Text.RegularExpressions;
using AgentLoad.Agents.Replies;

namespace AgentLoad.Agents.Problems.Lists;

/// <summary>Parses and formats lists of integers: "[3, 1, 2]".</summary>
internal static partial class NumberLists
{
    private const int MaxNumbers = 10_000;
    private const int MaxDigits = 6;
    private const int ClosingLines = 30;

    /// <summary>Formats a list.</summary>
    public static string Write(IEnumerable<int> numbers) =>
        $"[{string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>
    /// Parses all lists in brackets, in order. Brackets without a valid list (numbers of up to six digits) are skipped. Never throws.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<int>> ReadAll(string text)
    {
        var lists = new List<IReadOnlyList<int>>();
        for (var at = text.IndexOf('['); at >= 0; at = at < text.Length ? text.IndexOf('[', at) : -1)
        {
            at++;
            var end = text.AsSpan(at).IndexOfAny(['[', ']']);
            if (end < 0)
            {
                break;
            }

            if (text[at + end] == ']' && Items(text.AsSpan(at, end)) is { } items)
            {
                lists.Add(items);
            }

            at += end;
        }

        return lists;
    }

    /// <summary>
    /// Reads the list of an answer: in brackets or braces, or as numbers separated by commas, spaces or lines. A reply without a statement
    /// is read from its last list in brackets. Never throws.
    /// </summary>
    public static IReadOnlyList<int>? ReadAnswer(string reply) =>
        AnswerText.Read(reply, ReadStated, line => ReadAll(line) is [.., var last] ? Write(last) : null, ClosingLines) is { } list
            ? ReadOne(list)
            : null;

    /// <summary>Parses the last list in brackets, else a text that consists of numbers, commas and spaces. Never throws.</summary>
    public static IReadOnlyList<int>? ReadOne(string text) =>
        ReadAll(text) is [.., var last] ? last
        : Items(text) is { Count: > 0 } bare ? bare
        : null;

    private static string? ReadStated(string statement)
    {
        var text = Braces().Replace(statement, "[${items}]").Replace(" and ", " ", StringComparison.OrdinalIgnoreCase);
        if (EmptySet().IsMatch(text))
        {
            return "[]";
        }

        if (ReadAll(text) is [.., var last])
        {
            return Write(last);
        }

        // A bracket without a valid list is not a list of the numbers around it.
        var lines = text.Contains('[', StringComparison.Ordinal)
            ? []
            : text.Split('\n').Select(line => Bullet().Replace(line.Trim(), "")).ToArray();
        return Items(Boxed(string.Join(' ', lines)).TrimEnd('.')) is { Count: > 0 } bare ? Write(bare) : null;
    }

    private static string Boxed(string text) => text.Trim(Latex.BoxStart, Latex.BoxEnd, ' ', '"');

    private static List<int>? Items(ReadOnlySpan<char> text)
    {
        var items = new List<int>();
        for (var at = 0; at < text.Length; )
        {
            if (text[at] is ' ' or ',' or '\t' or '\r' or '\n')
            {
                at++;
                continue;
            }

            var end = text[at..].IndexOfAnyExceptInRange('0', '9') is var length and >= 0 ? at + length : text.Length;
            if (end == at || end - at > MaxDigits || items.Count == MaxNumbers)
            {
                return null;
            }

            items.Add(int.Parse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture));
            at = end;
        }

        return items;
    }

    [GeneratedRegex(@"\{(?<items>[0-9, \r\n\t]{0,60000})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braces();

    [GeneratedRegex(@"∅|^\W{0,4}(?:the )?empty (?:set|list)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EmptySet();

    [GeneratedRegex(@"^[-*•]\s{1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}

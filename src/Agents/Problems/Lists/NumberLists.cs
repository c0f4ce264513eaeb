using System.Globalization;

namespace AgentLoad.Agents.Problems.Lists;

/// <summary>Parses and formats lists of integers: "[3, 1, 2]".</summary>
internal static class NumberLists
{
    private const int MaxNumbers = 10_000;
    private const int MaxDigits = 6;

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
    /// Parses the list of an answer: in brackets, or without brackets if the "Answer:" line contains nothing else. Never throws.
    /// </summary>
    public static IReadOnlyList<int>? ReadAnswer(string reply) =>
        AnswerLine.Last(reply) is { } line ? ReadOne(line)
        : ReadAll(reply) is [.., var last] ? last
        : null;

    /// <summary>Parses the last list in brackets, else a text that consists of numbers, commas and spaces. Never throws.</summary>
    public static IReadOnlyList<int>? ReadOne(string text) =>
        ReadAll(text) is [.., var last] ? last
        : Items(text) is { Count: > 0 } bare ? bare
        : null;

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
}

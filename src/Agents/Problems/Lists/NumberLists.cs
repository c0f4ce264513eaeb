using System.Globalization;

namespace AgentLoad.Agents.Problems.Lists;

/// <summary>Reads and writes lists of whole numbers as texts: "[3, 1, 2]".</summary>
public static class NumberLists
{
    private const int MaxNumbers = 10_000;
    private const int MaxDigits = 6;

    /// <summary>A list as text.</summary>
    public static string Write(IEnumerable<int> numbers) =>
        $"[{string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>Every list in brackets, in order. What is no list of numbers of up to six digits is left out. Never throws.</summary>
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

    /// <summary>The last list of an answer: in brackets, or bare where the "Answer:" line holds nothing else. Never throws.</summary>
    public static IReadOnlyList<int>? ReadAnswer(string reply) =>
        AnswerLine.Last(reply) is { } line ? ReadOne(line)
        : ReadAll(reply) is [.., var last] ? last
        : null;

    /// <summary>The last list in brackets, else the numbers of a text that is nothing but numbers, commas and spaces. Never throws.</summary>
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

namespace AgentLoad.Agents.Problems.Lists;

/// <summary>A list of numbers cut into runs of nearly equal length: how the list problems split.</summary>
public static class ListParts
{
    /// <summary>Begins a request to split a list.</summary>
    public const string SplitMark = "Split this list into ";

    /// <summary>The form of an answer that is a list.</summary>
    public const string Form = "[numbers separated by commas]";

    /// <summary>Asks to split a list.</summary>
    public static string SplitPrompt(IReadOnlyList<int> numbers, int parts) =>
        $"""
            {SplitMark}{parts} lists of nearly equal length, keeping the order of the numbers and leaving none out: {NumberLists.Write(
                numbers
            )}
            Write each list on a line of its own, of the form: [numbers separated by commas], and nothing else.
            """;

    /// <summary>Reads exactly that many lists; null where the reply holds more or fewer.</summary>
    public static IReadOnlyList<string>? ReadSplit(int parts, string reply) =>
        NumberLists.ReadAll(reply) is { } lists && lists.Count == parts ? [.. lists.Select(NumberLists.Write)] : null;

    /// <summary>Cuts a list as a model without fault would.</summary>
    public static IReadOnlyList<string> Split(IReadOnlyList<int> numbers, int parts) =>
        [
            .. Enumerable
                .Range(0, parts)
                .Select(p =>
                    NumberLists.Write(
                        numbers.Skip(p * numbers.Count / parts).Take(((p + 1) * numbers.Count / parts) - (p * numbers.Count / parts))
                    )
                ),
        ];

    /// <summary>The list that several parts make up.</summary>
    public static string Join(IReadOnlyList<string> parts) => NumberLists.Write(parts.SelectMany(Numbers));

    /// <summary>The numbers of a part; empty where it is no list.</summary>
    public static IReadOnlyList<int> Numbers(string part) => NumberLists.ReadOne(part) ?? [];
}

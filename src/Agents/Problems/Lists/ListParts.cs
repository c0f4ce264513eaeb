namespace AgentLoad.Agents.Problems.Lists;

/// <summary>Splits a list of numbers into consecutive parts of nearly equal length.</summary>
internal static class ListParts
{
    /// <summary>Start of the prompt to split a list.</summary>
    public const string SplitMark = "Split this list into ";

    /// <summary>Format of an answer that is a list.</summary>
    public const string Form = "[numbers separated by commas]";

    /// <summary>Returns the prompt to split a list.</summary>
    public static string SplitPrompt(IReadOnlyList<int> numbers, int parts) =>
        $"""
            {SplitMark}{parts} lists of nearly equal length, keeping the order of the numbers and leaving none out: {NumberLists.Write(
                numbers
            )}
            Write each list on a line of its own, of the form: [numbers separated by commas], and nothing else.
            """;

    /// <summary>Parses a number of lists; null if the reply contains more or fewer.</summary>
    public static IReadOnlyList<string>? ReadSplit(int parts, string reply) =>
        NumberLists.ReadAll(reply) is { } lists && lists.Count == parts ? [.. lists.Select(NumberLists.Write)] : null;

    /// <summary>Splits a list correctly.</summary>
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

    /// <summary>Concatenates parts.</summary>
    public static string Join(IReadOnlyList<string> parts) => NumberLists.Write(parts.SelectMany(Numbers));

    /// <summary>Parses the numbers of a part; empty if it is not a list.</summary>
    public static IReadOnlyList<int> Numbers(string part) => NumberLists.ReadOne(part) ?? [];
}

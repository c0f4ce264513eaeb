using System.Globalization;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>How a quantity follows from others.</summary>
public enum WordRelation
{
    /// <summary>Given as a number.</summary>
    Given,

    /// <summary>A number more than another.</summary>
    More,

    /// <summary>A number fewer than another.</summary>
    Fewer,

    /// <summary>A number of times as many as another.</summary>
    Times,

    /// <summary>A whole fraction of another.</summary>
    Share,

    /// <summary>Two others together.</summary>
    Together,

    /// <summary>One other without as many as a second has.</summary>
    Without,
}

/// <summary>One sentence of a word problem: how many a person has.</summary>
/// <param name="Person">Whose quantity it gives.</param>
/// <param name="Relation">How it follows.</param>
/// <param name="First">The person it builds on; empty where the number is given.</param>
/// <param name="Second">The second person it builds on; empty for most.</param>
/// <param name="Number">The number in it; 0 where it has none.</param>
public sealed record WordStatement(string Person, WordRelation Relation, string First, string Second, long Number)
{
    /// <summary>The quantity, given those of the persons it builds on; null where one is missing or the result is out of range.</summary>
    public long? Evaluate(IReadOnlyDictionary<string, long> known)
    {
        var first = known.GetValueOrDefault(First);
        var second = known.GetValueOrDefault(Second);
        if ((First.Length > 0 && !known.ContainsKey(First)) || (Second.Length > 0 && !known.ContainsKey(Second)))
        {
            return null;
        }

        var value = Relation switch
        {
            WordRelation.Given => (Int128)Number,
            WordRelation.More => (Int128)first + Number,
            WordRelation.Fewer => (Int128)first - Number,
            WordRelation.Times => (Int128)first * Number,
            WordRelation.Share => Number == 0 ? Int128.MaxValue - 1 : (Int128)first / Number,
            WordRelation.Together => (Int128)first + second,
            _ => (Int128)first - second,
        };
        return Int128.Abs(value + 1) < long.MaxValue ? (long)value : null;
    }

    /// <summary>The calculation in figures, such as "12 + 5", given the quantities it builds on.</summary>
    public string FormatCalculation(IReadOnlyDictionary<string, long> known)
    {
        var first = known.GetValueOrDefault(First);
        var second = known.GetValueOrDefault(Second);
        return Relation switch
        {
            WordRelation.Given => Text(Number),
            WordRelation.More => $"{Text(first)} + {Text(Number)}",
            WordRelation.Fewer => $"{Text(first)} - {Text(Number)}",
            WordRelation.Times => $"{Text(first)} * {Text(Number)}",
            WordRelation.Share => $"{Text(first)} / {Text(Number)}",
            WordRelation.Together => $"{Text(first)} + {Text(second)}",
            _ => $"{Text(first)} - {Text(second)}",
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace AgentLoad.Agents.Problems.WordProblems;

/// <summary>How a quantity depends on others.</summary>
internal enum WordRelation
{
    /// <summary>A number.</summary>
    Given,

    /// <summary>Another quantity plus a number.</summary>
    More,

    /// <summary>Another quantity minus a number.</summary>
    Fewer,

    /// <summary>Another quantity times a number.</summary>
    Times,

    /// <summary>Another quantity divided by a number.</summary>
    Share,

    /// <summary>The sum of two quantities.</summary>
    Together,

    /// <summary>The difference of two quantities.</summary>
    Without,
}

/// <summary>A sentence of a word problem: the quantity of a person.</summary>
/// <param name="Person">The person.</param>
/// <param name="Relation">How the quantity is defined.</param>
/// <param name="First">The person it depends on; empty for <see cref="WordRelation.Given"/>.</param>
/// <param name="Second">The second person it depends on; empty for most relations.</param>
/// <param name="Number">The number; 0 if there is none.</param>
internal sealed record WordStatement(string Person, WordRelation Relation, string First, string Second, long Number)
{
    /// <summary>Computes the quantity from the known quantities; null if one is missing or the result is out of range.</summary>
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

    /// <summary>Formats the calculation, such as "12 + 5", with the known quantities.</summary>
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

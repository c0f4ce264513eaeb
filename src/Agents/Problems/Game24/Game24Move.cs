using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>One thought: two of the numbers are replaced by what an operation makes of them.</summary>
/// <param name="First">First operand.</param>
/// <param name="Operator">+ - * or /.</param>
/// <param name="Second">Second operand.</param>
/// <param name="Result">What the operation gives.</param>
/// <param name="Left">The numbers after it, ascending.</param>
public sealed partial record Game24Move(Rational First, char Operator, Rational Second, Rational Result, IReadOnlyList<Rational> Left)
{
    private const int LongestLine = 300;

    /// <summary>Every legal move from some numbers, each text once; "4 + 9" and "9 + 4" are two.</summary>
    public static IReadOnlyList<Game24Move> Legal(IReadOnlyList<Rational> numbers)
    {
        var moves = new List<Game24Move>();
        var seen = new HashSet<(Rational, char, Rational)>();
        for (var i = 0; i < numbers.Count; i++)
        {
            for (var j = 0; j < numbers.Count; j++)
            {
                foreach (var @operator in i == j ? "" : "+-*/")
                {
                    if (seen.Add((numbers[i], @operator, numbers[j])) && From(numbers, numbers[i], @operator, numbers[j]) is { } move)
                        moves.Add(move);
                }
            }
        }

        return moves;
    }

    /// <summary>Makes a move; null where it is illegal.</summary>
    public static Game24Move? From(IReadOnlyList<Rational> numbers, Rational first, char @operator, Rational second)
    {
        var left = numbers.ToList();
        if (!left.Remove(first) || !left.Remove(second) || !Rational.TryApply(first, @operator, second, out var result))
            return null;
        left.Add(result);
        left.Sort();
        return new Game24Move(first, @operator, second, result, left);
    }

    /// <summary>Reads a line such as "4 + 9 = 13 (left: 10 13 13)"; null where it holds no move, a wrong result or wrong numbers left.</summary>
    public static Game24Move? Read(IReadOnlyList<Rational> numbers, string line)
    {
        if (line.Length > LongestLine || Pattern().Match(line) is not { Success: true } match
            || !Rational.TryParse(match.Groups["a"].ValueSpan, out var first)
            || !Rational.TryParse(match.Groups["b"].ValueSpan, out var second)
            || !Rational.TryParse(match.Groups["c"].ValueSpan, out var result))
        {
            return null;
        }

        var @operator = match.Groups["op"].Value[0] switch { '×' or 'x' => '*', '÷' => '/', '−' => '-', var other => other };
        var move = From(numbers, first, @operator, second);
        var isRight = move?.Result == result
            && (!match.Groups["left"].Success || ReadNumbers(match.Groups["left"].Value)?.Order().SequenceEqual(move.Left) == true);
        return isRight ? move : null;
    }

    /// <summary>Reads numbers between spaces or commas; null where one of them is none.</summary>
    public static IReadOnlyList<Rational>? ReadNumbers(string text)
    {
        var numbers = new List<Rational>();
        foreach (var word in text.Split([' ', ',', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (numbers.Count == 8 || !Rational.TryParse(word, out var number))
                return null;
            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The thought's line.</summary>
    public override string ToString() => $"{First} {Operator} {Second} = {Result} (left: {string.Join(' ', Left)})";

    [GeneratedRegex(
        @"(?<![\d./])(?<a>-?\d{1,9}(?:[./]\d{1,9})?)\s*(?<op>[-+*/×÷−x])\s*(?<b>-?\d{1,9}(?:[./]\d{1,9})?)\s*=\s*" +
        @"(?<c>-?\d{1,9}(?:[./]\d{1,9})?)(?:\s*\(left:(?<left>[^)]*)\))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

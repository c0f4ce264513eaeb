using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>A thought of the Game of 24: replaces two of the numbers by the result of an operation.</summary>
internal sealed partial class Game24Move : ISpanFormattable
{
    private const int MaxLineLength = 300;
    private const string Operators = "+-*/";
    private readonly IReadOnlyList<Rational> _numbers;
    private IReadOnlyList<Rational>? _left;

    private Game24Move(IReadOnlyList<Rational> numbers, Rational first, char @operator, Rational second, Rational result) =>
        (_numbers, First, Operator, Second, Result) = (numbers, first, @operator, second, result);

    /// <summary>First operand.</summary>
    public Rational First { get; }

    /// <summary>The operator: + - * or /.</summary>
    public char Operator { get; }

    /// <summary>Second operand.</summary>
    public Rational Second { get; }

    /// <summary>Result of the operation.</summary>
    public Rational Result { get; }

    /// <summary>The numbers after the move, ascending.</summary>
    public IReadOnlyList<Rational> Remaining => _left ??= After();

    /// <summary>Lists all legal moves without duplicates; "4 + 9" and "9 + 4" are distinct.</summary>
    public static IReadOnlyList<Game24Move> ListLegal(IReadOnlyList<Rational> numbers) =>
        Array.ConvertAll(Drafts(numbers), draft => draft.On(numbers));

    /// <summary>Draws distinct legal moves in random order.</summary>
    internal static Game24Move[] Draw(IReadOnlyList<Rational> numbers, int count, Random random)
    {
        var drafts = Drafts(numbers);
        random.Shuffle(drafts);
        var moves = new Game24Move[Math.Min(count, drafts.Length)];
        for (var i = 0; i < moves.Length; i++)
        {
            moves[i] = drafts[i].On(numbers);
        }

        return moves;
    }

    private static Draft[] Drafts(IReadOnlyList<Rational> numbers)
    {
        var count = 0;
        Span<Draft> drafts = stackalloc Draft[Game24Solver.MaxNumbers * (Game24Solver.MaxNumbers - 1) * Operators.Length];
        for (var i = 0; i < Math.Min(numbers.Count, Game24Solver.MaxNumbers); i++)
        {
            for (var j = 0; j < Math.Min(numbers.Count, Game24Solver.MaxNumbers); j++)
            {
                if (i == j || IsRepeat(numbers, i, j))
                {
                    continue;
                }

                foreach (var @operator in Operators)
                {
                    if (Rational.TryApply(numbers[i], @operator, numbers[j], out var result))
                    {
                        drafts[count++] = new Draft(numbers[i], @operator, numbers[j], result);
                    }
                }
            }
        }

        return drafts[..count].ToArray();
    }

    /// <summary>Creates a move; null if it is illegal.</summary>
    public static Game24Move? Create(IReadOnlyList<Rational> numbers, Rational first, char @operator, Rational second)
    {
        var left = numbers.ToList();
        return left.Remove(first) && left.Remove(second) && Rational.TryApply(first, @operator, second, out var result)
            ? new Game24Move(numbers, first, @operator, second, result)
            : null;
    }

    /// <summary>
    /// Parses a line such as "4 + 9 = 13 (left: 10 13 13)"; null if it contains no move, a wrong result or wrong remaining numbers.
    /// </summary>
    public static Game24Move? Read(IReadOnlyList<Rational> numbers, string line)
    {
        if (
            line.Length > MaxLineLength
            || Pattern().Match(line) is not { Success: true } match
            || !Rational.TryParse(match.Groups["a"].ValueSpan, out var first)
            || !Rational.TryParse(match.Groups["b"].ValueSpan, out var second)
            || !Rational.TryParse(match.Groups["c"].ValueSpan, out var result)
        )
        {
            return null;
        }

        var @operator = match.Groups["op"].Value[0] switch
        {
            '×' or 'x' => '*',
            '÷' => '/',
            '−' => '-',
            var other => other,
        };
        var move = Create(numbers, first, @operator, second);
        var isRight =
            move?.Result == result
            && (!match.Groups["left"].Success || ReadNumbers(match.Groups["left"].Value)?.Order().SequenceEqual(move.Remaining) == true);
        return isRight ? move : null;
    }

    /// <summary>Parses numbers separated by spaces or commas; null if one is invalid.</summary>
    public static IReadOnlyList<Rational>? ReadNumbers(string text)
    {
        var numbers = new List<Rational>();
        foreach (var word in text.Split([' ', ',', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (numbers.Count == Game24Solver.MaxNumbers || !Rational.TryParse(word, out var number))
            {
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Formats the move as a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, stackalloc char[128], $"{this}");

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Formats the line without allocating intermediate strings.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (!destination.TryWrite(CultureInfo.InvariantCulture, $"{First} {Operator} {Second} = {Result} (left: ", out charsWritten))
        {
            return false;
        }

        for (var i = 0; i < Remaining.Count; i++)
        {
            if (!destination[charsWritten..].TryWrite(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{Remaining[i]}", out var more))
            {
                return false;
            }

            charsWritten += more;
        }

        if (charsWritten == destination.Length)
        {
            return false;
        }

        destination[charsWritten++] = ')';
        return true;
    }

    /// <summary>Returns true if an earlier pair has the same values.</summary>
    private static bool IsRepeat(IReadOnlyList<Rational> numbers, int i, int j)
    {
        for (var a = 0; a <= i; a++)
        {
            for (var b = 0; b < (a == i ? j : numbers.Count); b++)
            {
                if (a != b && numbers[a] == numbers[i] && numbers[b] == numbers[j])
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Rational[] After()
    {
        var left = new Rational[_numbers.Count - 1];
        var (first, second, at) = (false, false, 0);
        for (var i = 0; i < _numbers.Count; i++)
        {
            var number = _numbers[i];
            if (!first && number == First)
            {
                first = true;
            }
            else if (!second && number == Second)
            {
                second = true;
            }
            else
            {
                left[at++] = number;
            }
        }

        left[at] = Result;
        Array.Sort(left);
        return left;
    }

    /// <summary>A candidate move that is not bound to a list of numbers yet.</summary>
    private readonly record struct Draft(Rational First, char Operator, Rational Second, Rational Result)
    {
        public Game24Move On(IReadOnlyList<Rational> numbers) => new(numbers, First, Operator, Second, Result);
    }

    [GeneratedRegex(
        @"(?<![\d./])(?<a>-?\d{1,9}(?:[./]\d{1,9})?)\s*(?<op>[-+*/×÷−x])\s*(?<b>-?\d{1,9}(?:[./]\d{1,9})?)\s*=\s*"
            + @"(?<c>-?\d{1,9}(?:[./]\d{1,9})?)(?:\s*\(left:(?<left>[^)]*)\))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Pattern();
}

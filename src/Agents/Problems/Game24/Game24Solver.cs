namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Exhaustive solver in rational arithmetic: tries every operation on every pair.</summary>
internal static class Game24Solver
{
    private const string Operators = "+-*/";

    /// <summary>Maximum number of inputs. The search time grows exponentially: eight numbers would take minutes.</summary>
    public const int MaxNumbers = 4;

    /// <summary>Returns true if the numbers, each used once, can be combined to 24.</summary>
    public static bool CanMake24(IReadOnlyList<Rational> numbers)
    {
        Span<Rational> copy = stackalloc Rational[Math.Min(numbers.Count, MaxNumbers)];
        for (var i = 0; i < copy.Length; i++)
        {
            copy[i] = numbers[i];
        }

        return numbers.Count <= MaxNumbers && CanMake24(copy);
    }

    /// <summary>Returns an expression that uses each number once and equals 24; null if there is none or the input is too long.</summary>
    public static Expression? Solve(IReadOnlyList<Rational> numbers) =>
        numbers.Count <= MaxNumbers ? Solve([.. numbers.Select(Expression.Number)]) : null;

    /// <summary>Returns whether a solution exists, without allocating expressions.</summary>
    private static bool CanMake24(ReadOnlySpan<Rational> numbers)
    {
        if (numbers.Length <= 1)
        {
            return numbers.Length == 1 && numbers[0] == Rational.Goal;
        }

        Span<Rational> rest = stackalloc Rational[numbers.Length - 1];
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = i + 1; j < numbers.Length; j++)
            {
                var at = 0;
                for (var k = 0; k < numbers.Length; k++)
                {
                    if (k != i && k != j)
                    {
                        rest[at++] = numbers[k];
                    }
                }

                if (
                    Reaches(rest, numbers[i], '+', numbers[j])
                    || Reaches(rest, numbers[i], '*', numbers[j])
                    || Reaches(rest, numbers[i], '-', numbers[j])
                    || Reaches(rest, numbers[j], '-', numbers[i])
                    || Reaches(rest, numbers[i], '/', numbers[j])
                    || Reaches(rest, numbers[j], '/', numbers[i])
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Reaches(Span<Rational> rest, Rational a, char @operator, Rational b) =>
        Rational.TryApply(a, @operator, b, out rest[^1]) && CanMake24(rest);

    private static Expression? Solve(Expression[] parts)
    {
        if (parts.Length == 1)
        {
            return parts[0].Value == Rational.Goal ? parts[0] : null;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            for (var j = 0; j < parts.Length; j++)
            {
                foreach (var @operator in Operators)
                {
                    var isRepeat = i == j || (i > j && @operator is ('+' or '*'));
                    if (
                        !isRepeat
                        && Expression.Join(parts[i], @operator, parts[j]) is { } joined
                        && Solve(Without(parts, i, j, joined)) is { } solution
                    )
                    {
                        return solution;
                    }
                }
            }
        }

        return null;
    }

    private static Expression[] Without(Expression[] parts, int i, int j, Expression joined)
    {
        var rest = new Expression[parts.Length - 1];
        var at = 0;
        for (var k = 0; k < parts.Length; k++)
        {
            if (k != i && k != j)
            {
                rest[at++] = parts[k];
            }
        }

        rest[at] = joined;
        return rest;
    }
}

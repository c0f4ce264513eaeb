namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Generates wrong answers and equivalent spellings of correct ones.</summary>
internal static class Game24AnswerGenerator
{
    /// <summary>Draws an expression that uses all numbers but does not equal 24.</summary>
    public static string DrawWrong(IReadOnlyList<Rational> inputs, Random random)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (Chain(inputs, random) is { } guess && guess.Value != Rational.Goal)
            {
                return guess.Normalize().ToString();
            }
        }

        // The sum and the difference cannot both be 24, because no input is 0.
        var sum = Fold(inputs, '+');
        return sum.Value == Rational.Goal ? Fold(inputs, '-').ToString() : sum.ToString();
    }

    /// <summary>
    /// Draws up to <paramref name="count"/> equivalent expressions by swapping the operands of + and *; the first is the expression itself.
    /// </summary>
    public static IReadOnlyList<string> DrawVariants(Expression expression, int count, Random random)
    {
        var variants = new List<string> { expression.ToString() };
        for (var attempt = 0; attempt < 8 * count && variants.Count < count; attempt++)
        {
            var text = Rewrite(expression, random);
            if (!variants.Contains(text))
            {
                variants.Add(text);
            }
        }

        return variants;
    }

    private static string Rewrite(Expression expression, Random random)
    {
        if (expression.Left is null)
        {
            return random.Next(4) == 0 ? $"({expression})" : expression.ToString();
        }

        var (left, right) = (Inner(expression.Left), Inner(expression.Right!));
        var isSwapped = expression.Operator is ('+' or '*') && random.Next(2) == 0;
        return isSwapped ? $"{right} {expression.Operator} {left}" : $"{left} {expression.Operator} {right}";

        string Inner(Expression part) => part.Left is null ? Rewrite(part, random) : $"({Rewrite(part, random)})";
    }

    private static Expression? Chain(IReadOnlyList<Rational> inputs, Random random)
    {
        var numbers = inputs.ToArray();
        random.Shuffle(numbers);
        return numbers
            .Skip(1)
            .Aggregate(
                (Expression?)Expression.Number(numbers[0]),
                (sum, next) => sum is null ? null : Expression.Join(sum, "+-*/"[random.Next(4)], Expression.Number(next))
            );
    }

    private static Expression Fold(IReadOnlyList<Rational> inputs, char @operator) =>
        inputs.Skip(1).Aggregate(Expression.Number(inputs[0]), (sum, next) => Expression.Join(sum, @operator, Expression.Number(next))!);
}

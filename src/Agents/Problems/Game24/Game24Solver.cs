namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Exact solver: tries every operation on every pair, in rational arithmetic.</summary>
public static class Game24Solver
{
    private const string Operators = "+-*/";

    /// <summary>True where the numbers, each used once, can make 24.</summary>
    public static bool CanMake24(IReadOnlyList<Rational> numbers) => Solve([.. numbers.Select(Expression.Number)]) is not null;

    /// <summary>An expression that uses each number once and makes 24, or null where there is none.</summary>
    public static Expression? Solve(IReadOnlyList<Rational> numbers) => Solve([.. numbers.Select(Expression.Number)]);

    private static Expression? Solve(Expression[] parts)
    {
        if (parts.Length == 1)
            return parts[0].Value == Rational.Goal ? parts[0] : null;
        for (var i = 0; i < parts.Length; i++)
        {
            for (var j = 0; j < parts.Length; j++)
            {
                foreach (var @operator in Operators)
                {
                    var isRepeat = i == j || (i > j && @operator is ('+' or '*'));
                    if (!isRepeat && Expression.Join(parts[i], @operator, parts[j]) is { } joined
                        && Solve(Without(parts, i, j, joined)) is { } solution)
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
                rest[at++] = parts[k];
        }

        rest[at] = joined;
        return rest;
    }
}

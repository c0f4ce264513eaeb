namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Converts an expression to the thoughts that build it.</summary>
internal static class Game24Steps
{
    /// <summary>Returns one line per operation, innermost first, with the remaining numbers.</summary>
    /// <param name="inputs">The numbers of the game; the expression uses each exactly once.</param>
    /// <param name="expression">The expression.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<Rational> inputs, Expression expression)
    {
        var lines = new List<string>();
        Walk(expression.Normalize(), inputs, lines);
        return lines;
    }

    private static IReadOnlyList<Rational> Walk(Expression expression, IReadOnlyList<Rational> numbers, List<string> lines)
    {
        if (expression.Left is not { } left || expression.Right is not { } right)
        {
            return numbers;
        }

        var move =
            Game24Move.Create(Walk(right, Walk(left, numbers, lines), lines), left.Value, expression.Operator, right.Value)
            ?? throw new ArgumentException("The expression uses other numbers.", nameof(expression));
        lines.Add(move.ToString());
        return move.Remaining;
    }
}

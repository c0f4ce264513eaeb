namespace AgentLoad.Agents.Problems.Game24;

/// <summary>An arithmetic expression with its exact value.</summary>
internal sealed class Expression
{
    private Expression(Rational value, char @operator, Expression? left, Expression? right) =>
        (Value, Operator, Left, Right) = (value, @operator, left, right);

    /// <summary>The exact value.</summary>
    public Rational Value { get; }

    /// <summary>The operator + - * or /; '\0' for a number.</summary>
    public char Operator { get; }

    /// <summary>Left operand; null for a number.</summary>
    public Expression? Left { get; }

    /// <summary>Right operand; null for a number.</summary>
    public Expression? Right { get; }

    /// <summary>Creates a number.</summary>
    public static Expression Number(Rational value) => new(value, '\0', null, null);

    /// <summary>Combines two expressions; null if the result is undefined.</summary>
    public static Expression? Join(Expression left, char @operator, Expression right) =>
        Rational.TryApply(left.Value, @operator, right.Value, out var value) ? new(value, @operator, left, right) : null;

    /// <summary>Returns the numbers of the expression in order.</summary>
    public IEnumerable<Rational> Numbers() => Left is null ? [Value] : Left.Numbers().Concat(Right!.Numbers());

    /// <summary>Orders the operands of + and *, so that "4 + 9" and "9 + 4" are equal answers.</summary>
    public Expression Normalize()
    {
        if (Left is null)
        {
            return this;
        }

        var (left, right) = (Left.Normalize(), Right!.Normalize());
        var isSwapped = Operator is ('+' or '*') && string.CompareOrdinal(left.ToString(), right.ToString()) > 0;
        return isSwapped ? new(Value, Operator, right, left) : new(Value, Operator, left, right);
    }

    /// <summary>Formats the expression with parentheses around every operation except the outermost.</summary>
    public override string ToString() => Left is null ? Value.ToString() : $"{Left.Inner()} {Operator} {Right!.Inner()}";

    private string Inner() => Left is null ? Value.ToString() : $"({this})";
}

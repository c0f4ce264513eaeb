namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Parses integers, + - * / and parentheses. Length, depth and number of digits are limited, so that any input is safe.</summary>
internal static class ExpressionParser
{
    private const int MaxLength = 400;
    private const int MaxDepth = 40;
    private const int MaxDigits = 9;

    /// <summary>Parses "expr" or "expr = number"; null if the text is neither or divides by zero.</summary>
    public static Expression? Parse(string text) => Parse(text, out _);

    /// <summary>Parses "expr" or "expr = number"; null if the text is neither or divides by zero.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="claim">The number after "=", which may differ from the value; null if there is none.</param>
    public static Expression? Parse(string text, out Rational? claim)
    {
        claim = null;
        if (text.Length > MaxLength)
        {
            return null;
        }

        var plain = Canonicalize(text);
        var at = 0;
        var expression = Sum(plain, ref at, 0);
        if (expression is null || at == plain.Length)
        {
            return expression;
        }

        if (plain[at] != '=' || !Rational.TryParse(plain.AsSpan(at + 1), out var number))
        {
            return null;
        }

        claim = number;
        return expression;
    }

    /// <summary>Removes white space and replaces alternative operator symbols.</summary>
    private static string Canonicalize(string text)
    {
        var replaced = text.Contains('\\', StringComparison.Ordinal)
            ? text.Replace("\\times", "*", StringComparison.Ordinal)
                .Replace("\\cdot", "*", StringComparison.Ordinal)
                .Replace("\\div", "/", StringComparison.Ordinal)
                .Replace("\\(", "", StringComparison.Ordinal)
                .Replace("\\)", "", StringComparison.Ordinal)
            : text;
        return new string([
            .. replaced
                .Where(c => !char.IsWhiteSpace(c) && c is not ('$' or '`'))
                .Select(c =>
                    c switch
                    {
                        '×' or '·' or '∗' or '⋅' or 'x' => '*',
                        '÷' or '∕' => '/',
                        '−' or '–' => '-',
                        '[' or '{' => '(',
                        ']' or '}' => ')',
                        _ => c,
                    }
                ),
        ]).TrimEnd('.');
    }

    private static Expression? Sum(string text, ref int at, int depth)
    {
        var left = Product(text, ref at, depth);
        while (left is not null && at < text.Length && text[at] is ('+' or '-'))
        {
            var @operator = text[at++];
            left = Product(text, ref at, depth) is { } right ? Expression.Join(left, @operator, right) : null;
        }

        return left;
    }

    private static Expression? Product(string text, ref int at, int depth)
    {
        var left = Operand(text, ref at, depth);
        while (left is not null && at < text.Length && text[at] is ('*' or '/'))
        {
            var @operator = text[at++];
            left = Operand(text, ref at, depth) is { } right ? Expression.Join(left, @operator, right) : null;
        }

        return left;
    }

    private static Expression? Operand(string text, ref int at, int depth)
    {
        if (at < text.Length && text[at] == '(' && depth < MaxDepth)
        {
            at++;
            var inner = Sum(text, ref at, depth + 1);
            return inner is not null && at < text.Length && text[at++] == ')' ? inner : null;
        }

        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start is > 0 and <= MaxDigits && Rational.TryParse(text.AsSpan(start, at - start), out var value)
            ? Expression.Number(value)
            : null;
    }
}

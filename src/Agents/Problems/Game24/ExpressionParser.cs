namespace AgentLoad.Agents.Problems.Game24;

/// <summary>Reads whole numbers, + - * /, and parentheses. Bounded in length, depth and size of numbers, so that no text can harm it.</summary>
public static class ExpressionParser
{
    private const int MaxLength = 400;
    private const int MaxDepth = 40;
    private const int MaxDigits = 9;

    /// <summary>Reads "expr" or "expr = number"; null where the text is neither or divides by zero.</summary>
    public static Expression? Parse(string text) => Parse(text, out _);

    /// <summary>Reads "expr" or "expr = number"; null where the text is neither or divides by zero.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="claim">The number that the text says it equals, true or not; null where it says none.</param>
    public static Expression? Parse(string text, out Rational? claim)
    {
        claim = null;
        if (text.Length > MaxLength)
        {
            return null;
        }

        var plain = Plain(text);
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

    /// <summary>The text without spaces, with other ways of writing the operators replaced.</summary>
    private static string Plain(string text)
    {
        var replaced = text.Contains('\\', StringComparison.Ordinal)
            ? text.Replace("\\times", "*", StringComparison.Ordinal)
                .Replace("\\cdot", "*", StringComparison.Ordinal)
                .Replace("\\div", "/", StringComparison.Ordinal)
                .Replace("\\(", "", StringComparison.Ordinal)
                .Replace("\\)", "", StringComparison.Ordinal)
            : text;
        replaced = replaced.Replace("**", "", StringComparison.Ordinal);
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

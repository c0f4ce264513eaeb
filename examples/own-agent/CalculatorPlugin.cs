using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace OwnAgent;

/// <summary>Evaluates sums, differences, products and quotients with parentheses.</summary>
public sealed class CalculatorPlugin
{
    [KernelFunction, Description("Works out an expression of numbers, + - * / and brackets.")]
    public string Calculate([Description("such as (3 + 4) * 2")] string expression) =>
        new Reader(expression).Read() is { } value
            ? value.ToString(CultureInfo.InvariantCulture)
            : $"'{expression}' is not an expression of numbers, + - * / and brackets.";

    private sealed class Reader(string expression)
    {
        private readonly string _text = expression.Replace(" ", "", StringComparison.Ordinal);
        private int _at;

        public decimal? Read()
        {
            try
            {
                var value = Sum();
                return _at == _text.Length ? value : null;
            }
            catch (Exception exception) when (exception is FormatException or DivideByZeroException or OverflowException)
            {
                return null;
            }
        }

        private decimal Sum()
        {
            var value = Product();
            while (Take("+-") is { } sign)
            {
                value += sign == '+' ? Product() : -Product();
            }

            return value;
        }

        private decimal Product()
        {
            var value = Factor();
            while (Take("*/") is { } sign)
            {
                value = sign == '*' ? value * Factor() : value / Factor();
            }

            return value;
        }

        private decimal Factor()
        {
            if (Take("-") is not null)
            {
                return -Factor();
            }

            if (Take("(") is not null)
            {
                var value = Sum();
                return Take(")") is not null ? value : throw new FormatException();
            }

            var start = _at;
            while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            {
                _at++;
            }

            return decimal.Parse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        private char? Take(string signs) =>
            _at < _text.Length && signs.Contains(_text[_at], StringComparison.Ordinal) ? _text[_at++] : null;
    }
}

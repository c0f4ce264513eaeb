using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace AgentLoad.Agents.Replies;

/// <summary>
/// Reads the number that a statement such as "24 marbles", "1,234", "12 + 12 = 24" or "twenty-four" gives. The result is a decimal number
/// without leading or trailing zeros, of any length.
/// </summary>
internal static partial class NumberText
{
    private static readonly string[] Ones =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>Reads a number; null if the text gives none, or several alternatives. Never throws.</summary>
    public static string? Read(string statement)
    {
        var text = statement.Split('\n', 2)[0];
        if (Alternatives().IsMatch(text))
        {
            return null;
        }

        var equals = text.LastIndexOfAny(['=', '≈']);
        var value = equals >= 0 ? text[(equals + 1)..] : text;
        if (Fraction().Match(value) is { Success: true } fraction)
        {
            return Quotient(fraction.Groups["a"].Value, fraction.Groups["b"].Value);
        }

        if (Leading().Match(value) is { Success: true } leading)
        {
            return Normalize(leading.Groups["number"].Value);
        }

        if (equals < 0 && Operation().IsMatch(value))
        {
            return null;
        }

        var outside = Parenthesized().Replace(value, "");
        return LastNumber(outside) ?? LastNumber(value) ?? Word(value);
    }

    /// <summary>Reads a number from 0 to 99 in words; null if there is none.</summary>
    public static string? Word(string text)
    {
        if (Words().Matches(text) is not [.., var last])
        {
            return null;
        }

        var ten = Array.FindIndex(Tens, word => word.Equals(last.Groups["ten"].Value, StringComparison.OrdinalIgnoreCase));
        var one = Array.FindIndex(Ones, word => word.Equals(last.Groups["one"].Value, StringComparison.OrdinalIgnoreCase));
        return ((ten < 0 ? 0 : 10 * (ten + 2)) + Math.Max(0, one)).ToString(CultureInfo.InvariantCulture);
    }

    private static string? LastNumber(string text) => Numbers().Match(text) is { Success: true } match ? Normalize(match.Value) : null;

    private static string Normalize(string number)
    {
        var plain = Grouping().Replace(number, "");
        var isNegative = plain.StartsWith('-');
        var parts = plain.TrimStart('-').Split('.');
        var whole = parts[0].TrimStart('0');
        var decimals = parts.Length > 1 ? parts[1].TrimEnd('0') : "";
        var size = (whole.Length == 0 ? "0" : whole) + (decimals.Length == 0 ? "" : $".{decimals}");
        return isNegative && size != "0" ? $"-{size}" : size;
    }

    private static string? Quotient(string above, string below)
    {
        var (a, b) = (BigInteger.Parse(above, CultureInfo.InvariantCulture), BigInteger.Parse(below, CultureInfo.InvariantCulture));
        return b.IsZero ? null
            : (a % b).IsZero ? (a / b).ToString(CultureInfo.InvariantCulture)
            : (decimal)a / (decimal)b is var quotient && quotient * (decimal)b == (decimal)a
                ? Normalize(quotient.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private const string Number = @"-?(?:[0-9]{1,3}(?:[,'_ ][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?";

    // The number at the start of a statement, after marks and units and before anything but an operator.
    [GeneratedRegex(
        @"^[\s""'<\[({\uE000*$€£#]{0,8}(?:(?:about|approximately|approx\.?|around|exactly|only)\s{1,3})?[~$€£\s]{0,3}(?<number>"
            + Number
            + @")(?!\s{0,3}(?:[-+*/^×÷]|\.?[0-9]))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Leading();

    [GeneratedRegex(
        @"^\W{0,8}?(?<a>-?[0-9]{1,25})\)?\s{0,3}/\s{0,3}\(?(?<b>[0-9]{1,25})\)?\W{0,8}(?:[a-zA-Z]+\W{0,3})?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Fraction();

    [GeneratedRegex(@"[0-9)]\s{0,3}[-+*/^]\s{0,3}[(0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Operation();

    [GeneratedRegex(@"\([^()]{0,200}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Parenthesized();

    [GeneratedRegex(
        @"(?:(?<![\w)])-)?(?:[0-9]{1,3}(?:[,'_ ][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?",
        RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[,'_ ]", RegexOptions.CultureInvariant)]
    private static partial Regex Grouping();

    [GeneratedRegex(
        @"\bbetween\s{1,3}[0-9]|[0-9]\s{0,3}(?:\bor\b|-|\bto\b)\s{0,3}[0-9][0-9.,]{0,20}\W{0,4}(?:[a-z]{1,20}\W{0,2})?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Alternatives();

    [GeneratedRegex(
        @"\b(?:(?<ten>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?<one>one|two|three|four|five|six|seven|eight|nine))?"
            + @"|(?<one>zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
            + @"|eighteen|nineteen))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Words();
}

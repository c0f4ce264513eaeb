using System.Globalization;

namespace AgentLoad.Agents.Problems.Game24;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator; numerator and denominator are less than 2^62 in magnitude.
/// </summary>
internal readonly record struct Rational : IComparable<Rational>, ISpanFormattable
{
    private const long Limit = 1L << 62;

    /// <summary>Creates an integer.</summary>
    public Rational(long whole)
        : this(whole, 1) { }

    private Rational(long numerator, long denominator) => (Numerator, Denominator) = (numerator, denominator);

    /// <summary>Numerator; carries the sign.</summary>
    public long Numerator { get; }

    /// <summary>Denominator, greater than 0.</summary>
    public long Denominator { get; }

    /// <summary>The target of the game: 24.</summary>
    public static Rational Goal { get; } = new(24);

    /// <summary>Compares by value.</summary>
    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>Applies + - * or /. Returns false on division by zero, an unknown operator or overflow.</summary>
    public static bool TryApply(Rational a, char @operator, Rational b, out Rational result)
    {
        if (a.Denominator == 1 && b.Denominator == 1 && @operator != '/' && Small(a) && Small(b))
        {
            result = new Rational(
                @operator switch
                {
                    '+' => a.Numerator + b.Numerator,
                    '-' => a.Numerator - b.Numerator,
                    _ => a.Numerator * b.Numerator,
                }
            );
            return @operator is '+' or '-' or '*';
        }

        if (Small(a) && Small(b))
        {
            return TryApplySmall(a, @operator, b, out result);
        }

        Int128 an = a.Numerator,
            ad = a.Denominator,
            bn = b.Numerator,
            bd = b.Denominator;

        // Products of two numbers below 2^62 are below 2^124 and their sum is below 2^125: no overflow.
        var (numerator, denominator) = @operator switch
        {
            '+' => ((an * bd) + (bn * ad), ad * bd),
            '-' => ((an * bd) - (bn * ad), ad * bd),
            '*' => (an * bn, ad * bd),
            '/' => (an * bd, ad * bn),
            _ => (0, 0),
        };
        return TryCreate(numerator, denominator, out result);
    }

    /// <summary>Parses "13", "-6", "8/3" or "2.5".</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rational value)
    {
        value = default;
        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            return Whole(text[..slash], out var n) && Whole(text[(slash + 1)..], out var d) && TryCreate(n, d, out value);
        }

        var point = text.IndexOf('.');
        if (point < 0)
        {
            return Whole(text, out var whole) && TryCreate(whole, 1, out value);
        }

        var decimals = text[(point + 1)..];
        return decimals.Length is > 0 and <= 6
            && decimals.IndexOfAnyExceptInRange('0', '9') < 0
            && Whole(string.Concat(text[..point], decimals), out var scaled)
            && TryCreate(scaled, (long)Math.Pow(10, decimals.Length), out value);
    }

    /// <inheritdoc/>
    public int CompareTo(Rational other) => ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    /// <summary>Formats the number as "13", "-6" or "8/3".</summary>
    public override string ToString() =>
        Denominator == 1
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <summary>Formats the number like <see cref="ToString()"/>, without allocating.</summary>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Denominator == 1
            ? Numerator.TryFormat(destination, out charsWritten, default, CultureInfo.InvariantCulture)
            : destination.TryWrite(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}", out charsWritten);

    private static bool Small(Rational value) => value.Numerator is > -(1L << 30) and < 1L << 30 && value.Denominator < 1L << 30;

    /// <summary>Applies an operator in 64-bit arithmetic: products are below 2^60 and their sum is below 2^61.</summary>
    private static bool TryApplySmall(Rational a, char @operator, Rational b, out Rational result)
    {
        var (numerator, denominator) = @operator switch
        {
            '+' => ((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator),
            '-' => ((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator),
            '*' => (a.Numerator * b.Numerator, a.Denominator * b.Denominator),
            '/' => (a.Numerator * b.Denominator, a.Denominator * b.Numerator),
            _ => (0L, 0L),
        };
        result = default;
        if (denominator == 0)
        {
            return false;
        }

        var (x, y) = (Math.Abs(numerator), Math.Abs(denominator));
        while (y != 0)
        {
            (x, y) = (y, x % y);
        }

        var divisor = denominator < 0 ? -x : x;
        result = new Rational(numerator / divisor, denominator / divisor);
        return true;
    }

    private static bool Whole(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return text.Length is > 0 and <= 16 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryCreate(Int128 numerator, Int128 denominator, out Rational value)
    {
        value = default;
        if (denominator == 0)
        {
            return false;
        }

        var divisor = Divisor(Int128.Abs(numerator), Int128.Abs(denominator)) * Int128.Sign(denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if (Int128.Abs(numerator) >= Limit || denominator >= Limit)
        {
            return false;
        }

        value = new Rational((long)numerator, (long)denominator);
        return true;
    }

    private static Int128 Divisor(Int128 a, Int128 b)
    {
        if (a <= long.MaxValue && b <= long.MaxValue)
        {
            var (x, y) = ((long)a, (long)b);
            while (y != 0)
            {
                (x, y) = (y, x % y);
            }

            return x;
        }

        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}

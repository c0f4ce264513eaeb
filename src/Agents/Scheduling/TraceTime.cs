using System.Globalization;

namespace AgentLoad.Agents.Scheduling;

/// <summary>A time in a trace.</summary>
/// <param name="Value">Number as written, or seconds since 1970 for a date.</param>
/// <param name="IsDate">True for a date with a time of day (ISO 8601).</param>
internal readonly record struct TraceTime(double Value, bool IsDate)
{
    // Relative times reach at most 30 years; epoch times in s, ms, µs and ns start where this is exceeded.
    private const double FirstEpoch = 1e9;

    /// <summary>True if the value is relative to 1970 rather than to the start of the trace.</summary>
    public bool IsEpoch => IsDate || Value >= FirstEpoch;

    /// <summary>Seconds per unit of an epoch time, from its size.</summary>
    public double EpochUnit =>
        IsDate ? 1
        : Value >= 1e18 ? 1e-9
        : Value >= 1e15 ? 1e-6
        : Value >= 1e12 ? 1e-3
        : 1;

    /// <summary>Reads a number or a date.</summary>
    /// <param name="text">Text.</param>
    /// <param name="hasDecimalComma">True if a comma separates the fraction.</param>
    public static TraceTime? Of(string text, bool hasDecimalComma = false)
    {
        text = text.Trim().Trim('"', '\'').Trim();
        if (hasDecimalComma && !text.Contains('.', StringComparison.Ordinal))
        {
            text = text.Replace(',', '.');
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return double.IsFinite(number) && number >= 0 ? new TraceTime(number, false) : null;
        }

        return
            text.Length >= "2023-11-16T18".Length
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var date
            )
            ? new TraceTime((date - DateTimeOffset.UnixEpoch).TotalSeconds, true)
            : null;
    }
}

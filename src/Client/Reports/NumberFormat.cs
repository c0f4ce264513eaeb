using System.Globalization;
using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports;

/// <summary>Formats numbers for readers: three significant digits; a dash if a value is missing.</summary>
internal static class NumberFormat
{
    public const string Missing = "—";

    public static string Seconds(double? seconds) =>
        seconds switch
        {
            null => Missing,
            0 => "0 s",
            > 0 and < 5e-6 => "<0.01 ms",
            < 0.0995 and { } s => $"{Digits(s * 1e3)} ms",
            < 0.9995 and { } s => $"{s * 1e3:F0} ms",
            < 600 and { } s => $"{Digits(s)} s",
            < 36_000 and { } s => $"{s / 60:F0} min",
            { } s => $"{Digits(s / 3600)} h",
        };

    public static string Number(double? value) =>
        value switch
        {
            null => Missing,
            < 9_999.5 and { } v => Digits(v),
            < 999_500 and { } v => $"{Digits(v / 1e3)}k",
            < 999_500_000 and { } v => $"{Digits(v / 1e6)}M",
            < 999_500_000_000 and { } v => $"{Digits(v / 1e9)}G",
            { } v => $"{Digits(v / 1e12)}T",
        };

    /// <summary>Formats an amount of money with at least two decimals and three significant digits, followed by its currency.</summary>
    public static string Money(double? amount, string? currency)
    {
        if (amount is not { } value)
        {
            return Missing;
        }

        var digits = value == 0 ? 2 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 2, 12);
        return $"{value.ToString($"N{digits}", CultureInfo.InvariantCulture)}{(currency is null ? "" : $" {currency}")}";
    }

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double? share) =>
        share switch
        {
            null => Missing,
            > 0 and < 0.001 => "<0.1%",
            > 0 and < 0.0995 and { } s => $"{Round(s * 100, 1)}%",
            { } s => $"{s * 100:F0}%",
        };

    /// <summary>Formats a relative change with its sign: 0.1 is "+10%".</summary>
    public static string Change(double change) =>
        (change * 100).ToString(Math.Abs(change) < 0.0995 ? "+0.#;−0.#;0" : "+#,0;−#,0;0", CultureInfo.InvariantCulture) + "%";

    public static string Interval(WilsonInterval? share) =>
        share is null ? Missing : $"{share.Rate * 100:F0}% ({share.Low * 100:F0}–{share.High * 100:F0})";

    public static string Interval(MeanInterval? mean) =>
        mean is null ? Missing
        : mean.Low is null ? string.Create(CultureInfo.InvariantCulture, $"{mean.Mean:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{mean.Mean:0.00} ({mean.Low:0.00}–{mean.High:0.00})");

    /// <summary>Formats a mean with the half-width of its interval, for narrow terminals.</summary>
    public static string Spread(MeanInterval? mean) =>
        mean is null ? Missing
        : mean.Low is null ? string.Create(CultureInfo.InvariantCulture, $"{mean.Mean:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{mean.Mean:0.00} ±{(mean.High - mean.Low) / 2:0.00}");

    /// <summary>Returns true if the score differs from the solved rate, that is, if some answers are partly correct.</summary>
    public static bool IsPartial(MeanInterval? score, WilsonInterval? solved) =>
        score is not null && solved is not null && Math.Abs(score.Mean - solved.Rate) > 1e-9;

    public static string Interval(RatioInterval? ratio) =>
        ratio is null ? Missing
        : ratio.Low is null ? $"×{Number(ratio.Ratio)}"
        : $"×{Number(ratio.Ratio)} ({Number(ratio.Low)}–{Number(ratio.High)})";

    /// <summary>Formats a percentile, prefixed with ~ if there are too few samples to certify it.</summary>
    public static string Tail(Distribution? distribution, double p, Func<Distribution, double> value) =>
        distribution is null ? Missing : (TailCertification.IsCertified(p, distribution.Count) ? "" : "~") + Seconds(value(distribution));

    /// <summary>Formats an adjusted percentile; infinite if it lies among failed or cut-off values.</summary>
    public static string Adjusted(double? seconds) => seconds is null ? "∞" : Seconds(seconds);

    private static string Digits(double value) =>
        Math.Abs(value) switch
        {
            >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 99.95 => Round(value, 0),
            >= 9.995 => Round(value, 1),
            _ => Round(value, 2),
        };

    private static string Round(double value, int digits) => Math.Round(value, digits).ToString("0.##", CultureInfo.InvariantCulture);
}

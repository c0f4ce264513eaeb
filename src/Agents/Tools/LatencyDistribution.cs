using System.Globalization;

namespace AgentLoad.Agents.Tools;

/// <summary>
/// A latency distribution: "200ms" (constant), "exponential 200ms" (mean), "lognormal 200ms 0.5" (median, sigma) or
/// "uniform 100ms 300ms" (minimum, maximum). Units are ms, s and m.
/// </summary>
internal sealed class LatencyDistribution
{
    /// <summary>Upper limit of a draw.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    private const string Forms = "allowed: \"200ms\", \"exponential 200ms\", \"lognormal 200ms 0.5\", \"uniform 100ms 300ms\"";
    private readonly string _text;
    private readonly Func<Random, double> _seconds;

    private LatencyDistribution(string text, Func<Random, double> seconds) => (this._text, this._seconds) = (text, seconds);

    /// <summary>Parses a distribution.</summary>
    /// <exception cref="FormatException">The text is not a distribution; the message names the text and the allowed formats.</exception>
    public static LatencyDistribution Parse(string text) =>
        TryParse(text, out var distribution, out var error) ? distribution! : throw new FormatException(error);

    /// <summary>Parses a distribution. If that fails, the error is one line with the text and the allowed formats.</summary>
    public static bool TryParse(string text, out LatencyDistribution? distribution, out string? error)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Func<Random, double>? draw = words switch
        {
            [var only] when TryDuration(only, out var d) => _ => d,
            ["constant", var only] when TryDuration(only, out var d) => _ => d,
            ["exponential", var mean] when TryDuration(mean, out var m) => random => -m * Math.Log(1 - random.NextDouble()),
            ["lognormal", var median, var sigma] when TryDuration(median, out var m) && TrySigma(sigma, out var s) => random =>
                m * Math.Exp(s * Gaussian(random)),
            ["uniform", var least, var most] when TryDuration(least, out var a) && TryDuration(most, out var b) && a <= b => random =>
                a + ((b - a) * random.NextDouble()),
            _ => null,
        };
        distribution = draw is null ? null : new LatencyDistribution(string.Join(' ', words), draw);
        error = draw is null ? $"'{Shorten(text)}' is not a latency; {Forms}; durations in ms, s or m, at most 1 hour" : null;
        return draw is not null;
    }

    /// <summary>Draws one latency, from zero to <see cref="MaxDuration"/>.</summary>
    public TimeSpan Draw(Random random) => TimeSpan.FromSeconds(Math.Clamp(_seconds(random), 0, MaxDuration.TotalSeconds));

    /// <summary>Returns the text that the distribution was parsed from.</summary>
    public override string ToString() => _text;

    /// <summary>Draws a standard normal number (Box and Muller 1958).</summary>
    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Parses "200ms", "2s" or "1m", at most one hour.</summary>
    internal static bool TryDuration(string word, out double seconds)
    {
        var (number, unit) = word switch
        {
            _ when word.EndsWith("ms", StringComparison.Ordinal) => (word[..^2], 0.001),
            _ when word.EndsWith('s') => (word[..^1], 1.0),
            _ when word.EndsWith('m') => (word[..^1], 60.0),
            "0" => ("0", 1.0),
            _ => ("", 0.0),
        };
        var isNumber = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        seconds = value * unit;
        return isNumber && seconds <= MaxDuration.TotalSeconds;
    }

    private static bool TrySigma(string word, out double sigma) =>
        double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out sigma) && sigma <= 5;

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

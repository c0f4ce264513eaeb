using System.Globalization;

namespace AgentLoad.Simulation.Replies;

/// <summary>Parses Go durations: "5m", "1h30m", "-1ns".</summary>
internal static class GoDuration
{
    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("ns", 1e-9),
        ("us", 1e-6),
        ("\u00b5s", 1e-6),
        ("ms", 1e-3),
        ("s", 1),
        ("m", 60),
        ("h", 3600),
    ];

    /// <summary>Returns the seconds of a duration; null, with Go's error message, if it is invalid.</summary>
    public static double? Parse(string text, out string error)
    {
        error = $"time: invalid duration \"{text}\"";
        var negative = text.StartsWith('-');
        var rest = text.TrimStart('-', '+');
        if (rest == "0")
        {
            return 0;
        }

        var total = 0.0;
        if (rest.Length == 0)
        {
            return null;
        }

        while (rest.Length > 0)
        {
            var number = rest.TakeWhile(unit => char.IsAsciiDigit(unit) || unit == '.').Count();
            var word = rest[number..].TakeWhile(unit => !char.IsAsciiDigit(unit) && unit != '.').Count();
            if (!double.TryParse(rest[..number], CultureInfo.InvariantCulture, out var value))
            {
                return null;
            }

            if (word == 0)
            {
                error = $"time: missing unit in duration \"{text}\"";
            }

            var unit = Units.FirstOrDefault(each => each.Unit == rest.Substring(number, word));
            if (unit.Unit is null)
            {
                return null;
            }

            total += value * unit.Seconds;
            rest = rest[(number + word)..];
        }

        return negative ? -total : total;
    }
}

using System.Globalization;

namespace AgentLoad.Agents.Workloads.Yaml;

/// <summary>Parses and formats durations: "250ms", "30s", "5m", "1h30m", "2d".</summary>
internal static class Durations
{
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Parses a duration; returns null if the text is not a duration.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        if (text.Length is 0 or > 40)
        {
            return null;
        }

        var total = 0m;
        for (var at = 0; at < text.Length; )
        {
            var number = text.AsSpan(at, Count(text, at, c => char.IsAsciiDigit(c) || c == '.'));
            var unit = text.Substring(at + number.Length, Count(text, at + number.Length, char.IsAsciiLetter));
            at += number.Length + unit.Length;
            var ticks = Array.Find(Units, u => u.Name == unit).Ticks;
            if (
                ticks == 0
                || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || value > 1e9m
            )
            {
                return null;
            }

            total += value * ticks;
        }

        return total > TimeSpan.MaxValue.Ticks ? null : TimeSpan.FromTicks((long)total);
    }

    /// <summary>Formats a duration in the largest unit that divides it.</summary>
    public static string Format(TimeSpan span)
    {
        var (name, ticks) = span == TimeSpan.Zero ? ("s", 1) : Array.Find(Units, u => span.Ticks % u.Ticks == 0);
        return name is null
            ? ((decimal)span.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture) + "ms"
            : (span.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + name;
    }

    private static int Count(string text, int from, Func<char, bool> fits)
    {
        var end = from;
        while (end < text.Length && fits(text[end]))
        {
            end++;
        }

        return end - from;
    }
}

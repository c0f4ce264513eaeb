using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>The named shapes of demand over time.</summary>
internal static class NamedCurves
{
    private const int LinesPerPart = 48;

    /// <summary>
    /// Doubao's tokens a day as published. Two points are known to the month or the year only: their middle is taken.
    /// </summary>
    public static IReadOnlyList<(DateOnly Day, double Tokens)> Doubao { get; } =
    [
        (new(2024, 5, 15), 120e9),
        (new(2024, 7, 25), 500e9),
        (new(2024, 9, 24), 1.3e12),
        (new(2024, 12, 18), 4e12),
        (new(2025, 1, 15), 6e12),
        (new(2026, 7, 1), 120e12),
    ];

    /// <summary>The curve of a setting.</summary>
    /// <param name="settings">Name, period and low share.</param>
    /// <param name="highest">The curve's highest value.</param>
    /// <param name="length">Seconds that a curve takes where the settings give no period.</param>
    public static Curve Of(CurveSettings settings, double highest, double? length) =>
        settings.Kind switch
        {
            CurveKind.Day => Day(highest, settings.Low, settings.Period?.TotalSeconds ?? 86_400, length ?? 7 * 86_400),
            CurveKind.Doubao => Growth(highest, settings.Period?.TotalSeconds ?? length ?? 86_400),
            _ => Curve.Constant(highest),
        };

    /// <summary>A cosine from the trough at the start to the peak half a period later, for as long as the run.</summary>
    private static Curve Day(double highest, double low, double period, double length)
    {
        var days = Math.Min(1000, Math.Ceiling(length / period));
        return new Curve([
            .. Enumerable
                .Range(0, (int)(days * LinesPerPart) + 1)
                .Select(i =>
                    (i * period / LinesPerPart, highest * (low + ((1 - low) * (1 - Math.Cos(2 * Math.PI * i / LinesPerPart)) / 2)))
                ),
        ]);
    }

    /// <summary>Exponential growth between the published points, the first at 0 and the last, scaled to the highest value, at the end.</summary>
    private static Curve Growth(double highest, double length)
    {
        var (first, last) = (Doubao[0], Doubao[^1]);
        var scale = length / (last.Day.DayNumber - first.Day.DayNumber);
        var points = new List<(double Time, double Value)>();
        foreach (var (from, to) in Doubao.Zip(Doubao.Skip(1)))
        {
            var days = to.Day.DayNumber - from.Day.DayNumber;
            points.AddRange(
                Enumerable
                    .Range(0, LinesPerPart)
                    .Select(i => (double)i / LinesPerPart)
                    .Select(share =>
                        (
                            (from.Day.DayNumber - first.Day.DayNumber + (share * days)) * scale,
                            highest / last.Tokens * from.Tokens * Math.Pow(to.Tokens / from.Tokens, share)
                        )
                    )
            );
        }

        points.Add((length, highest));
        return new Curve(points);
    }
}

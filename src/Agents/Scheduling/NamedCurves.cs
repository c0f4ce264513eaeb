using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.Scheduling;

/// <summary>Creates the named demand curves.</summary>
internal static class NamedCurves
{
    private const int SegmentsPerPart = 48;

    /// <summary>
    /// Doubao's published tokens per day. Two points are published only as a month or a year: the middle of that period is used.
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

    /// <summary>Creates the curve that the settings describe.</summary>
    /// <param name="settings">Name, period and low share of the curve.</param>
    /// <param name="highest">The highest value of the curve.</param>
    /// <param name="length">Length of the curve in seconds if the settings have no period.</param>
    public static Curve Of(CurveSettings settings, double highest, double? length) =>
        settings.Kind switch
        {
            CurveKind.Day => Day(highest, settings.Low, settings.Period?.TotalSeconds ?? 86_400, length ?? 7 * 86_400),
            CurveKind.Doubao => Growth(highest, settings.Period?.TotalSeconds ?? length ?? 86_400),
            _ => Curve.Constant(highest),
        };

    /// <summary>
    /// Creates a cosine that starts at the minimum and reaches its maximum after half a period, repeated for the length of the run.
    /// </summary>
    private static Curve Day(double highest, double low, double period, double length)
    {
        var days = Math.Min(1000, Math.Ceiling(length / period));
        return new Curve([
            .. Enumerable
                .Range(0, (int)(days * SegmentsPerPart) + 1)
                .Select(i =>
                    (i * period / SegmentsPerPart, highest * (low + ((1 - low) * (1 - Math.Cos(2 * Math.PI * i / SegmentsPerPart)) / 2)))
                ),
        ]);
    }

    /// <summary>
    /// Creates exponential growth between the published points: the first is at time 0, the last is at the end and scaled to the highest
    /// value.
    /// </summary>
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
                    .Range(0, SegmentsPerPart)
                    .Select(i => (double)i / SegmentsPerPart)
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

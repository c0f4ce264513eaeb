namespace AgentLoad.Measurement.Servers;

/// <summary>
/// Energy between two instants: from the GPUs' own counter where they have one, else power times time (trapezoids). An interval that a lost
/// scrape, a restart of the counter or a gap has made unknown is left out, and where that leaves less than 95 % the sum is unknown.
/// </summary>
public static class GpuEnergy
{
    private const double LeastKnown = 0.95,
        LongestGap = 3;

    /// <summary>Joules; null where too little is known.</summary>
    /// <param name="samples">Samples of one source by time.</param>
    /// <param name="from">Begin, seconds since the start of the run.</param>
    /// <param name="to">End.</param>
    public static double? Between(IReadOnlyList<ServerSample> samples, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var steps = samples.Zip(samples.Skip(1)).Where(step => step.Second.AtSeconds > step.First.AtSeconds).ToArray();
        if (steps.Length == 0 || to <= from)
        {
            return null;
        }

        var lengths = steps.Select(step => step.Second.AtSeconds - step.First.AtSeconds).Order().ToArray();
        var longest = LongestGap * lengths[lengths.Length / 2];
        var (joules, known) = (0.0, 0.0);
        foreach (var (first, second) in steps)
        {
            var length = second.AtSeconds - first.AtSeconds;
            var inside = Math.Min(to, second.AtSeconds) - Math.Max(from, first.AtSeconds);
            if (inside <= 0 || length > longest || Of(first, second, length) is not { } energy)
            {
                continue;
            }

            joules += energy * (inside / length);
            known += inside;
        }

        return known >= LeastKnown * (to - from) ? joules * ((to - from) / known) : null;
    }

    private static double? Of(ServerSample first, ServerSample second, double seconds) =>
        second.GpuEnergyJoules - first.GpuEnergyJoules is >= 0 and var counted
            ? counted
            : (first.GpuPowerWatts + second.GpuPowerWatts) / 2 * seconds;
}

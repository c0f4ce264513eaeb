namespace AgentLoad.Measurement.Servers;

/// <summary>
/// Energy between two instants, from the energy counter of the GPUs or, without a counter, from power × time (trapezoidal rule). Intervals
/// with a failed scrape, a counter reset or a gap are unknown and left out. If less than 95 % of the time is known, the result is unknown.
/// </summary>
internal static class GpuEnergy
{
    private const double MinCoverage = 0.95,
        MaxGapFactor = 3;

    /// <summary>Returns the energy in joules; null if too little is known.</summary>
    /// <param name="samples">Samples of one source, ordered by time.</param>
    /// <param name="from">Start, seconds since the start of the run.</param>
    /// <param name="to">End, seconds since the start of the run.</param>
    public static double? Between(IReadOnlyList<ServerSample> samples, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var steps = samples.Zip(samples.Skip(1)).Where(step => step.Second.AtSeconds > step.First.AtSeconds).ToArray();
        if (steps.Length == 0 || to <= from)
        {
            return null;
        }

        var lengths = steps.Select(step => step.Second.AtSeconds - step.First.AtSeconds).Order().ToArray();
        var longest = MaxGapFactor * lengths[lengths.Length / 2];
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

        return known >= MinCoverage * (to - from) ? joules * ((to - from) / known) : null;
    }

    private static double? Of(ServerSample first, ServerSample second, double seconds) =>
        second.GpuEnergyJoules - first.GpuEnergyJoules is >= 0 and var counted
            ? counted
            : (first.GpuPowerWatts + second.GpuPowerWatts) / 2 * seconds;
}

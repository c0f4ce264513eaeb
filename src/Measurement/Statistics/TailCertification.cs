namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// The number of samples required for a certified percentile: the smallest n such that, with 99 % confidence, at least two samples lie
/// beyond the true percentile: pⁿ + n·pⁿ⁻¹·(1 − p) ≤ 0.01. This gives 64 for p90, 130 for p95 and 662 for p99 (64 and 662 are also the
/// values used by MLPerf Endpoints).
/// </summary>
internal static class TailCertification
{
    private static readonly long P90 = Search(0.90),
        P95 = Search(0.95),
        P99 = Search(0.99);

    /// <summary>Returns the number of samples required for percentile <paramref name="p"/>, a share strictly between 0 and 1.</summary>
    public static long SamplesFor(double p) =>
        p switch
        {
            0.90 => P90,
            0.95 => P95,
            0.99 => P99,
            > 0 and < 1 => Search(p),
            _ => throw new ArgumentOutOfRangeException(nameof(p), p, "A tail needs a share strictly between 0 and 1."),
        };

    /// <summary>Returns true if <paramref name="count"/> samples are sufficient for percentile <paramref name="p"/>.</summary>
    public static bool IsCertified(double p, long count) => count >= SamplesFor(p);

    private static long Search(double p)
    {
        long low = 1,
            high = 2;
        while (ErrorProbability(p, high) > 0.01)
        {
            high *= 2;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (ErrorProbability(p, middle) > 0.01)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double ErrorProbability(double p, long n) => Math.Pow(p, n) + (n * Math.Pow(p, n - 1) * (1 - p));
}

namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// Percentiles in which failed and cut-off work is slower than all other work. Nearest-rank; null if the percentile lies among the failed
/// or cut-off values.
/// </summary>
/// <param name="Count">Number of values, including failed and cut-off ones.</param>
/// <param name="Unbounded">Number of failed and cut-off values.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
internal sealed record AdjustedPercentiles(long Count, long Unbounded, double? P50, double? P90, double? P95, double? P99)
{
    /// <summary>
    /// Computes the percentiles of values, in which failed and cut-off work is positive infinity; null if there is no such work, because
    /// the percentiles then equal the plain ones.
    /// </summary>
    public static AdjustedPercentiles? Of(IReadOnlyList<double> values)
    {
        var unbounded = values.LongCount(double.IsPositiveInfinity);
        if (unbounded == 0)
        {
            return null;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        double? At(double p) => Percentile.OfSorted(sorted, p) is var value && double.IsFinite(value) ? value : null;
        return new AdjustedPercentiles(sorted.Length, unbounded, At(0.50), At(0.90), At(0.95), At(0.99));
    }
}

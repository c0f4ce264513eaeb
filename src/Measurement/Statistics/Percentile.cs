namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// Exact nearest-rank percentiles: the smallest value such that at least the share p of all values is less than or equal to it.
/// </summary>
internal static class Percentile
{
    /// <summary>
    /// Returns the value of rank ⌈p·n⌉ (rank 1 for p = 0). Never interpolates, so the result is a measured value. <paramref name="values"/>
    /// need not be sorted and are not modified.
    /// </summary>
    /// <param name="values">At least one value.</param>
    /// <param name="p">Share between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1.</exception>
    public static double Exact(IReadOnlyList<double> values, double p)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, p);
    }

    /// <summary>Returns the same as <see cref="Exact"/> for values in ascending order.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("A percentile needs at least one value.", nameof(sorted));
        }

        return sorted[(int)Rank(p, sorted.Length) - 1];
    }

    /// <summary>Returns the nearest rank of share <paramref name="p"/> among <paramref name="count"/> values, from 1.</summary>
    public static long Rank(double p, long count)
    {
        if (!(p is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A percentile is a share between 0 and 1.");
        }
        // In floating point, 0.07 × 100 is 7.000000000000001: without the tolerance its rank would be 8.
        return Math.Clamp((long)Math.Ceiling((p * count) - (1e-12 * count)), 1, count);
    }
}

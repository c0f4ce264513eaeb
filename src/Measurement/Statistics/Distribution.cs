namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// Exact statistics of a set of values, in the unit of the values. Percentiles are nearest-rank (<see cref="Percentile.Exact"/>).
/// </summary>
internal sealed record Distribution
{
    /// <summary>Number of values.</summary>
    public required long Count { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Smallest value.</summary>
    public required double Min { get; init; }

    /// <summary>Largest value.</summary>
    public required double Max { get; init; }

    /// <summary>Median.</summary>
    public required double P50 { get; init; }

    /// <summary>90th percentile.</summary>
    public required double P90 { get; init; }

    /// <summary>95th percentile.</summary>
    public required double P95 { get; init; }

    /// <summary>99th percentile.</summary>
    public required double P99 { get; init; }

    /// <summary>Sample standard deviation (divisor n − 1); 0 for one value.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>True if there are at least 64 values (<see cref="TailCertification"/>).</summary>
    public bool P90Certified => TailCertification.IsCertified(0.90, Count);

    /// <summary>True if there are at least 662 values (<see cref="TailCertification"/>).</summary>
    public bool P99Certified => TailCertification.IsCertified(0.99, Count);

    /// <summary>Computes the statistics of <paramref name="values"/> without modifying them; null if there are no values.</summary>
    public static Distribution? Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var mean = SumOf(sorted, 0, static value => value) / sorted.Length;
        var squares = SumOf(sorted, mean, static value => value * value);
        return new Distribution
        {
            Count = sorted.Length,
            Mean = Math.Clamp(mean, sorted[0], sorted[^1]),
            Min = sorted[0],
            Max = sorted[^1],
            P50 = Percentile.OfSorted(sorted, 0.50),
            P90 = Percentile.OfSorted(sorted, 0.90),
            P95 = Percentile.OfSorted(sorted, 0.95),
            P99 = Percentile.OfSorted(sorted, 0.99),
            StandardDeviation = sorted.Length > 1 ? Math.Sqrt(squares / (sorted.Length - 1)) : 0,
        };
    }

    private static double SumOf(double[] values, double center, Func<double, double> map)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += map(value - center);
        }

        return sum;
    }
}

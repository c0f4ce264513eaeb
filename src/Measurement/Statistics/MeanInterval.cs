namespace AgentLoad.Measurement.Statistics;

/// <summary>A mean with its 95 % interval.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">Lower bound; null if all values are of one cluster.</param>
/// <param name="High">Upper bound; null if all values are of one cluster.</param>
internal sealed record MeanInterval(double Mean, double? Low, double? High)
{
    /// <summary>
    /// Computes the mean of non-negative values with its bootstrap interval; null without values. Resampling draws clusters (problems)
    /// with all their values, because the values of a cluster are not independent.
    /// </summary>
    public static MeanInterval? Of(IEnumerable<(string Cluster, double Value)> values, int seed = 1) =>
        Bootstrap.RatioOfMeans(
            [
                .. values
                    .GroupBy(static value => value.Cluster, StringComparer.Ordinal)
                    .Select(static cluster => (cluster.Sum(static value => value.Value), (double)cluster.Count())),
            ],
            seed
        )
            is { } ratio
            ? new(ratio.Ratio, ratio.Low, ratio.High)
            : null;
}

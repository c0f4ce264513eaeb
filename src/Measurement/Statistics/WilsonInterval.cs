namespace AgentLoad.Measurement.Statistics;

/// <summary>A proportion with its 95 % score interval (Wilson 1927), which stays within 0 and 1 and is valid for few samples.</summary>
/// <param name="Rate">Successes / trials.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
internal sealed record WilsonInterval(double Rate, double Low, double High)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    /// <summary>Computes the interval of <paramref name="successes"/> out of <paramref name="trials"/>; null without trials.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Successes are negative or exceed the trials.</exception>
    public static WilsonInterval? Of(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return trials == 0 ? null : Of(successes, trials, trials);
    }

    /// <summary>
    /// Computes the interval of trials in clusters, such as several tasks of one problem; null without trials. The trials of a cluster are
    /// not independent: the number of trials is divided by the design effect, the variance of the rate between clusters over that of
    /// independent trials (Kish 1965), if it is above 1. If all trials have the same result, each cluster counts as one trial. Trials of
    /// a single cluster are treated as independent: the interval is about that cluster.
    /// </summary>
    public static WilsonInterval? Of(IEnumerable<(string Cluster, bool IsSuccess)> trials)
    {
        var clusters = trials
            .GroupBy(static trial => trial.Cluster, StringComparer.Ordinal)
            .Select(static cluster => (Successes: (double)cluster.Count(static trial => trial.IsSuccess), Trials: (double)cluster.Count()))
            .ToArray();
        double n = clusters.Sum(static cluster => cluster.Trials),
            successes = clusters.Sum(static cluster => cluster.Successes);
        if (clusters.Length < 2 || clusters.Length == n)
        {
            return Of((long)successes, (long)n);
        }

        var rate = successes / n;
        var independent = rate * (1 - rate) / n;
        if (independent == 0)
        {
            return Of(successes, n, clusters.Length);
        }

        double m = clusters.Length;
        var between = m / (m - 1) * clusters.Sum(cluster => Math.Pow(cluster.Successes - (rate * cluster.Trials), 2)) / (n * n);
        return Of(successes, n, n / Math.Max(1, between / independent));
    }

    private static WilsonInterval Of(double successes, double trials, double n)
    {
        var rate = successes / trials;
        var scale = 1 + (Z * Z / n);
        var center = (rate + (Z * Z / (2 * n))) / scale;
        var half = Z / scale * Math.Sqrt((rate * (1 - rate) / n) + (Z * Z / (4 * n * n)));
        return new WilsonInterval(
            rate,
            successes == 0 ? 0 : Math.Max(0, center - half),
            successes == trials ? 1 : Math.Min(1, center + half)
        );
    }
}

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
        if (trials == 0)
        {
            return null;
        }

        double n = trials,
            rate = successes / n;
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

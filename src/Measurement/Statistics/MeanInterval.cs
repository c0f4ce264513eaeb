namespace AgentLoad.Measurement.Statistics;

/// <summary>A mean with its 95 % interval.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
internal sealed record MeanInterval(double Mean, double Low, double High)
{
    /// <summary>Computes the mean of non-negative values with its bootstrap interval; null without values.</summary>
    public static MeanInterval? Of(IReadOnlyList<double> values, int seed = 1) =>
        Bootstrap.RatioOfMeans([.. values.Select(static value => (value, 1.0))], seed) is { } ratio
            ? new(ratio.Ratio, ratio.Low, ratio.High)
            : null;
}

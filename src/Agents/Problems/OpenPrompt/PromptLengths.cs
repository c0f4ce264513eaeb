using AgentLoad.Agents.Tools;

namespace AgentLoad.Agents.Problems.OpenPrompt;

/// <summary>
/// Distributions of prompt lengths, in tokens. The published distributions are quantile functions with log-linear interpolation between
/// minimum, median, 90th percentile and maximum. Median and percentile are the published values. Minimum and maximum are chosen so that the
/// mean matches the published mean within 2 %.
/// </summary>
internal static class PromptLengths
{
    /// <summary>Log-normal distribution with the settings promptTokens and spread.</summary>
    public const string LogNormal = "lognormal";

    private static readonly Dictionary<string, Func<Random, double>> Published = new(StringComparer.Ordinal)
    {
        ["azure-code-2023"] = random => Quantile(random.NextDouble(), 85, 1469, 5194, 7437),
        ["azure-conversation-2023"] = random => Quantile(random.NextDouble(), 16.5, 1020, 2735, 4096),

        // Only the mean is published. The standard deviation of 1 is an assumption.
        ["mooncake-conversation"] = random => Drawn(12_035, 1, random),
    };

    /// <summary>Names of all distributions; log-normal is the first.</summary>
    public static IReadOnlyList<string> Names { get; } = [LogNormal, .. Published.Keys];

    /// <summary>Draws a length.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="mean">Mean of the log-normal distribution.</param>
    /// <param name="spread">Standard deviation of the logarithm of the log-normal distribution.</param>
    /// <param name="random">Random number generator.</param>
    public static double Draw(string name, double mean, double spread, Random random) =>
        Published.TryGetValue(name, out var draw) ? draw(random) : Drawn(mean, spread, random);

    // The factor exp(-spread²/2) normalizes the mean of the log-normal distribution to 1.
    private static double Drawn(double mean, double spread, Random random) =>
        mean * Math.Exp((spread * LatencyDistribution.Gaussian(random)) - (spread * spread / 2));

    private static double Quantile(double share, double least, double median, double most90, double largest) =>
        share switch
        {
            < 0.5 => Between(least, median, share / 0.5),
            < 0.9 => Between(median, most90, (share - 0.5) / 0.4),
            _ => Between(most90, largest, (share - 0.9) / 0.1),
        };

    private static double Between(double from, double to, double part) => from * Math.Pow(to / from, part);
}

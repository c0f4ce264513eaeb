namespace AgentLoad.Measurement.Statistics;

/// <summary>A ratio of two means over the same problems, with its 95 % bootstrap interval.</summary>
/// <param name="Ratio">Mean of the one / mean of the other.</param>
/// <param name="Low">Lower bound; equal to the ratio where there is only one pair.</param>
/// <param name="High">Upper bound; infinite intervals are never returned.</param>
/// <param name="Pairs">Number of problems compared.</param>
public sealed record RatioInterval(double Ratio, double Low, double High, int Pairs);

namespace AgentLoad.Measurement.Statistics;

/// <summary>A ratio of two means over the same problems, with its 95 % bootstrap interval.</summary>
/// <param name="Ratio">Mean of the numerators / mean of the denominators.</param>
/// <param name="Low">Lower bound; null if there is only one pair, which says nothing about the spread.</param>
/// <param name="High">Upper bound, always finite; null if there is only one pair.</param>
/// <param name="Pairs">Number of problems compared.</param>
internal sealed record RatioInterval(double Ratio, double? Low, double? High, int Pairs);

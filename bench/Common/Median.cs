namespace AgentLoad.Bench.Common;

/// <summary>Medians of rounds.</summary>
internal static class Median
{
    /// <summary>Returns the median; the mean of the two middle values if their number is even.</summary>
    public static double Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

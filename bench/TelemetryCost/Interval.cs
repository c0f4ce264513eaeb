namespace AgentLoad.TelemetryCost;

/// <summary>A median with the values that hold it between them.</summary>
/// <param name="Median">The median.</param>
/// <param name="Low">The second lowest value.</param>
/// <param name="High">The second highest value: of six values, these two hold the true median between them with 78 %, of eight with 93 % (order statistics).</param>
internal readonly record struct Interval(double Median, double Low, double High) : IFormattable
{
    public static Interval Of(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Interval(MedianOf(values), sorted[Math.Min(1, sorted.Length - 1)], sorted[Math.Max(0, sorted.Length - 2)]);
    }

    public static double MedianOf(List<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        $"{Median.ToString(format, formatProvider)} ({Low.ToString(format, formatProvider)}–{High.ToString(format, formatProvider)})";
}

using AgentLoad.Bench.Common;

namespace AgentLoad.Bench.Telemetry;

/// <summary>A median and an interval that contains the true median with high probability (order statistics).</summary>
/// <param name="Median">The median.</param>
/// <param name="Low">The second lowest value.</param>
/// <param name="High">The second highest value. The probability is 78 % for six values and 93 % for eight.</param>
internal readonly record struct Interval(double Median, double Low, double High)
{
    /// <summary>Returns the interval of the values of some rounds.</summary>
    public static Interval Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Interval(Common.Median.Of(values), sorted[Math.Min(1, sorted.Length - 1)], sorted[Math.Max(0, sorted.Length - 2)]);
    }

    /// <summary>Adds the three figures to the results.</summary>
    public void AddTo(BenchmarkResults results, string name, string unit, double? goal = null)
    {
        results.Add($"{name}, median", Median, unit, goal);
        results.Add($"{name}, second lowest round", Low, unit);
        results.Add($"{name}, second highest round", High, unit);
    }
}

namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// The Pareto front: the points that are not dominated by another point, that is, no other point is at least as cheap and as good and
/// better in one of the two.
/// </summary>
internal static class ParetoFront
{
    /// <summary>
    /// Returns the indices of the points on the front, in ascending order of cost. Equal points are either all on the front or none.
    /// </summary>
    /// <param name="points">Cost (lower is better) and value (higher is better); non-finite points are ignored.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<(double Cost, double Value)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var order = Enumerable
            .Range(0, points.Count)
            .Where(i => double.IsFinite(points[i].Cost) && double.IsFinite(points[i].Value))
            .OrderBy(i => points[i].Cost)
            .ThenByDescending(i => points[i].Value)
            .ThenBy(i => i);
        var front = new List<int>();
        var best = (Cost: double.NaN, Value: double.NegativeInfinity);
        foreach (var i in order)
        {
            if (points[i].Value > best.Value)
            {
                best = points[i];
            }
            else if (points[i] != best)
            {
                continue;
            }

            front.Add(i);
        }

        return front;
    }
}

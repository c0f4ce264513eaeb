namespace AgentLoad.Measurement.Statistics;

/// <summary>The choices that no other beats: none is both as cheap and as good, and better in one of the two.</summary>
public static class ParetoFront
{
    /// <summary>Indices of the points on the front, from cheap to dear. Points that are equal are all on it or none.</summary>
    /// <param name="points">Cost, the less the better, and value, the more the better; those that are not finite are left out.</param>
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

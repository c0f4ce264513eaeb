namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// A straight line y = slope · x + intercept, fitted to the mean y at each x. Squared relative distances are minimized, so that its fit can
/// be compared with that of a power law.
/// </summary>
/// <param name="Slope">Increase of y for each unit of x.</param>
/// <param name="Intercept">Value at x = 0.</param>
/// <param name="RSquared">Share of the variance of the means that is explained by the fit; 1 if they do not vary.</param>
/// <param name="MaxDeviation">Largest relative distance of a mean from the fit.</param>
internal sealed record AffineFit(double Slope, double Intercept, double RSquared, double MaxDeviation)
{
    private const double Exact = 1e-6;

    /// <summary>True if every mean is on the line, except for rounding.</summary>
    public bool IsExact => MaxDeviation < Exact;

    /// <summary>Fits a line to observations with one parameter; null with fewer points than a power law needs.</summary>
    public static AffineFit? Of(IReadOnlyList<GrowthObservation> observations)
    {
        var data = new GrowthData(observations);
        var means = data.Means();
        var known = Enumerable.Range(0, means.Length).Where(i => means[i] > 0).ToArray();
        if (known.Length < PowerLawFit.MinPoints || data.Points[0].Count != 1)
        {
            return null;
        }

        var rows = known.Select(i => new[] { 1, data.Points[i][0] }).ToArray();
        var ys = known.Select(i => means[i]!.Value).ToArray();
        if (LeastSquares.Solve(rows, ys, [.. ys.Select(y => 1 / (y * y))]) is not [var intercept, var slope])
        {
            return null;
        }

        var residuals = ys.Select((y, i) => y - intercept - (slope * rows[i][1])).ToArray();
        var mean = ys.Average();
        var total = ys.Sum(y => (y - mean) * (y - mean));
        return new AffineFit(
            slope,
            intercept,
            total <= 1e-12 * mean * mean ? 1 : Math.Clamp(1 - (residuals.Sum(r => r * r) / total), 0, 1),
            residuals.Zip(ys, (r, y) => Math.Abs(r) / y).Max()
        );
    }
}

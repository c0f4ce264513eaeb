namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// A power law y = constant · x₁^e₁ · x₂^e₂ …, fitted by least squares to the logarithms of the mean y at each point. The intervals are a
/// bootstrap over replicates (Efron 1979): each replicate is drawn with all its values, so that neither the difficulty of problems nor a
/// variance that grows with x makes them too narrow.
/// </summary>
internal sealed record PowerLawFit
{
    /// <summary>Minimum number of distinct points for a fit of one parameter; each further parameter needs one more.</summary>
    public const int MinPoints = 3;

    private const double Confidence = 1.96;

    /// <summary>Exponent of each parameter; 1 means that y is proportional to it.</summary>
    public required IReadOnlyList<ExponentInterval> Exponents { get; init; }

    /// <summary>Value at x = 1.</summary>
    public required double Constant { get; init; }

    /// <summary>Share of the variance of the logarithms of the means that is explained by the fit; 1 if they do not vary.</summary>
    public required double RSquared { get; init; }

    /// <summary>Largest relative distance of a mean from the fit: 0.1 is 10 %.</summary>
    public required double MaxDeviation { get; init; }

    /// <summary>
    /// True if the data do not follow a power law: a mean is more than 10 % away from the fit, and by more than twice its standard error.
    /// </summary>
    public required bool LacksFit { get; init; }

    /// <summary>Number of distinct points.</summary>
    public required int Points { get; init; }

    /// <summary>Number of replicates.</summary>
    public required int Replicates { get; init; }

    /// <summary>Largest relative distance from a fit that is not a lack of fit.</summary>
    public const double Tolerance = 0.1;

    /// <summary>Fits a power law; null if fewer than <see cref="MinPoints"/> points have a positive mean.</summary>
    /// <param name="observations">Values; several values of a replicate at the same point are averaged.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static PowerLawFit? Of(IReadOnlyList<GrowthObservation> observations, int seed = 1, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var data = new GrowthData(observations);
        if (Line(data, data.Means()) is not { } line)
        {
            return null;
        }

        var parameters = line.Coefficients.Length - 1;
        var drawn = Enumerable.Range(0, parameters).Select(_ => new List<double>()).ToArray();
        var random = new Random(seed);
        for (var round = data.Replicates > 1 ? 0 : resamples; round < resamples; round++)
        {
            if (Line(data, data.Resample(random)) is { } again)
            {
                for (var i = 0; i < parameters; i++)
                {
                    drawn[i].Add(again.Coefficients[i + 1]);
                }
            }
        }

        return new PowerLawFit
        {
            Exponents = [.. drawn.Select((values, i) => ExponentInterval.Of(line.Coefficients[i + 1], values))],
            Constant = Math.Exp(line.Coefficients[0]),
            RSquared = line.RSquared,
            MaxDeviation = line.Residuals.Max(r => Math.Abs(Math.Exp(r.Residual) - 1)),
            LacksFit = line.Residuals.Any(r =>
                Math.Abs(Math.Exp(r.Residual) - 1) > Tolerance && Math.Abs(r.Residual) > Confidence * data.StandardError(r.Point) / r.Mean
            ),
            Points = line.Residuals.Count,
            Replicates = data.Replicates,
        };
    }

    /// <summary>Computes the least-squares plane through (ln x, ln mean y); null with too few points.</summary>
    private static Plane? Line(GrowthData data, double?[] means)
    {
        var known = Enumerable.Range(0, means.Length).Where(i => means[i] > 0).ToArray();
        if (known.Length == 0 || known.Length < MinPoints + data.Points[0].Count - 1)
        {
            return null;
        }

        var rows = known.Select(i => (double[])[1, .. data.Points[i].Select(x => Math.Log(x))]).ToArray();
        var ys = known.Select(i => Math.Log(means[i]!.Value)).ToArray();
        if (LeastSquares.Solve(rows, ys) is not { } coefficients)
        {
            return null;
        }

        var residuals = known
            .Select((point, i) => (point, means[point]!.Value, ys[i] - rows[i].Zip(coefficients, (x, b) => x * b).Sum()))
            .ToArray();
        var mean = ys.Average();
        double total = ys.Sum(y => (y - mean) * (y - mean)),
            rest = residuals.Sum(r => r.Item3 * r.Item3);
        return new Plane(coefficients, total <= 1e-12 * ys.Length ? 1 : Math.Clamp(1 - (rest / total), 0, 1), residuals);
    }

    private sealed record Plane(double[] Coefficients, double RSquared, IReadOnlyList<(int Point, double Mean, double Residual)> Residuals);
}

/// <summary>An exponent with its 95 % interval.</summary>
/// <param name="Value">Exponent.</param>
/// <param name="Low">Lower bound; null if there is only one replicate.</param>
/// <param name="High">Upper bound; null if there is only one replicate.</param>
internal sealed record ExponentInterval(double Value, double? Low, double? High)
{
    /// <summary>Computes the interval from the exponents of the resamples.</summary>
    public static ExponentInterval Of(double value, List<double> resampled)
    {
        if (resampled.Count == 0)
        {
            return new(value, null, null);
        }

        resampled.Sort();
        var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(resampled);
        return new(value, Percentile.OfSorted(sorted, 0.025), Percentile.OfSorted(sorted, 0.975));
    }
}

namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// A power law y = constant · x^exponent, fitted by least squares to the logarithms of the mean y at each x. The interval is a bootstrap
/// over problems (Efron 1979): each problem is drawn with all its values, so that neither the difficulty of problems nor a variance that
/// grows with x makes the interval too narrow.
/// </summary>
/// <param name="Exponent">Exponent; 1 means that y is proportional to x.</param>
/// <param name="Low">Lower bound of the exponent's 95 % interval.</param>
/// <param name="High">Upper bound of the exponent's 95 % interval.</param>
/// <param name="Constant">Value at x = 1.</param>
/// <param name="RSquared">Share of the variance of the logarithms of the means that is explained by the fit; 1 if they do not vary.</param>
/// <param name="Points">Number of distinct x.</param>
/// <param name="Problems">Number of distinct problems.</param>
internal sealed record PowerLawFit(double Exponent, double Low, double High, double Constant, double RSquared, int Points, int Problems)
{
    /// <summary>Minimum number of distinct x for a fit.</summary>
    public const int MinPoints = 3;

    /// <summary>Fits a power law; null if fewer than <see cref="MinPoints"/> positive x have a positive mean.</summary>
    /// <param name="observations">Values; several values of a problem at the same x are averaged. Non-finite values are ignored.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">Number of resamples.</param>
    public static PowerLawFit? Of(IReadOnlyList<PowerLawObservation> observations, int seed = 1, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        var usable = observations.Where(o => o.X > 0 && double.IsFinite(o.X) && double.IsFinite(o.Y)).ToArray();
        var xs = usable.Select(o => o.X).Distinct().Order().ToArray();
        var problems = usable
            .GroupBy(o => o.Problem, StringComparer.Ordinal)
            .Select(problem => Array.ConvertAll(xs, x => problem.Where(o => o.X == x).Select(o => (double?)o.Y).Average()))
            .ToArray();
        if (Line(xs, problems) is not { } line)
        {
            return null;
        }

        var random = new Random(seed);
        var exponents = new List<double>(resamples);
        var drawn = new double?[problems.Length][];
        for (var round = 0; round < resamples; round++)
        {
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = problems[random.Next(problems.Length)];
            }

            if (Line(xs, drawn) is { } again)
            {
                exponents.Add(again.Slope);
            }
        }

        exponents.Sort();
        var sorted = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(exponents);
        return new PowerLawFit(
            line.Slope,
            sorted.IsEmpty ? line.Slope : Percentile.OfSorted(sorted, 0.025),
            sorted.IsEmpty ? line.Slope : Percentile.OfSorted(sorted, 0.975),
            Math.Exp(line.Intercept),
            line.RSquared,
            line.Points,
            problems.Length
        );
    }

    /// <summary>Computes the least-squares line through (ln x, ln mean y); null with too few points.</summary>
    private static (double Slope, double Intercept, double RSquared, int Points)? Line(double[] xs, double?[][] problems)
    {
        double sumX = 0,
            sumY = 0,
            sumXX = 0,
            sumXY = 0,
            sumYY = 0;
        var n = 0;
        for (var i = 0; i < xs.Length; i++)
        {
            double sum = 0;
            var count = 0;
            foreach (var problem in problems)
            {
                if (problem[i] is { } y)
                {
                    (sum, count) = (sum + y, count + 1);
                }
            }

            if (count == 0 || !(sum > 0))
            {
                continue;
            }

            var (u, v) = (Math.Log(xs[i]), Math.Log(sum / count));
            (sumX, sumY, sumXX, sumXY, sumYY, n) = (sumX + u, sumY + v, sumXX + (u * u), sumXY + (u * v), sumYY + (v * v), n + 1);
        }

        if (n < MinPoints)
        {
            return null;
        }

        double spreadX = sumXX - (sumX * sumX / n),
            spreadY = sumYY - (sumY * sumY / n),
            shared = sumXY - (sumX * sumY / n);
        var slope = shared / spreadX;
        return (slope, (sumY - (slope * sumX)) / n, spreadY <= 1e-12 * n ? 1 : Math.Clamp(shared * shared / (spreadX * spreadY), 0, 1), n);
    }
}

/// <summary>One observation for a fit.</summary>
/// <param name="Problem">Problem that the value was measured on.</param>
/// <param name="X">Value of the swept parameter.</param>
/// <param name="Y">Measured value.</param>
internal sealed record PowerLawObservation(string Problem, double X, double Y);

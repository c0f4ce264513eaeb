namespace AgentLoad.Measurement.Statistics;

/// <summary>
/// A compounding law: y = constant · x^exponent, fitted by least squares to the logarithms of the mean y at each x. The interval comes
/// from a bootstrap over problems (Efron 1979): problems are drawn with all their values, so that neither what makes a problem hard
/// nor a spread that grows with x narrows it.
/// </summary>
/// <param name="Exponent">Exponent; 1 means that y doubles with x.</param>
/// <param name="Low">Lower bound of the exponent's 95 % interval.</param>
/// <param name="High">Upper bound.</param>
/// <param name="Constant">Value of the law at x = 1.</param>
/// <param name="RSquared">Share of the variance of the logarithms of the means that the law explains; 1 where they do not vary.</param>
/// <param name="Points">Number of distinct x.</param>
/// <param name="Problems">Number of distinct problems.</param>
public sealed record PowerLawFit(double Exponent, double Low, double High, double Constant, double RSquared, int Points, int Problems)
{
    /// <summary>Fewest distinct x that say anything about a law.</summary>
    public const int FewestPoints = 3;

    /// <summary>Fits the law; null where fewer than <see cref="FewestPoints"/> x above 0 have a mean above 0.</summary>
    /// <param name="observations">Values; several of one problem at one x are averaged. Those with x or y that are not finite are left out.</param>
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

    /// <summary>Least squares through (ln x, ln mean y); null with too few points.</summary>
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

        if (n < FewestPoints)
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

/// <summary>One value for a fit.</summary>
/// <param name="Problem">The problem that it was measured on.</param>
/// <param name="X">The swept parameter.</param>
/// <param name="Y">What was measured.</param>
public sealed record PowerLawObservation(string Problem, double X, double Y);

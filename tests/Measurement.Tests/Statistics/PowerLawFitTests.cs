using AgentLoad.Measurement.Statistics;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Statistics;

public sealed class PowerLawFitTests
{
    [Fact]
    public void Of_ExactPowerLaw_ReturnsItsParameters()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            double exponent = (random.NextDouble() * 6) - 3,
                constant = Math.Exp((random.NextDouble() * 20) - 10);
            var xs = Enumerable.Range(1, random.Next(3, 9)).Select(i => i * Math.Exp(random.NextDouble())).ToArray();
            var fit = PowerLawFit.Of([.. xs.Select(x => new GrowthObservation("p", x, constant * Math.Pow(x, exponent)))], resamples: 50)!;

            fit.Exponents.ShouldHaveSingleItem().Value.ShouldBe(exponent, 1e-7);
            (fit.Exponents[0].Low, fit.Exponents[0].High).ShouldBe((null, null), "one problem has no interval");
            fit.LacksFit.ShouldBeFalse();
            fit.Constant.ShouldBe(constant, 1e-6 * constant);
            fit.RSquared.ShouldBe(1, 1e-6);
            fit.Points.ShouldBe(xs.Distinct().Count());
        }
    }

    [Fact]
    public void Of_RandomData_MatchesTheNormalEquations()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var data = (
                from problem in Enumerable.Range(0, random.Next(1, 20))
                from x in Enumerable.Range(1, random.Next(3, 7))
                select new GrowthObservation($"p{problem}", x, random.NextDouble() * 100)
            ).ToArray();
            var fit = PowerLawFit.Of(data, resamples: 20)!;

            // Independent computation: slope as covariance / variance of centered logarithms, R² as 1 − residual / total.
            var points = data.GroupBy(o => o.X[0]).Select(g => (U: Math.Log(g.First().X[0]), V: Math.Log(g.Average(o => o.Y)))).ToArray();
            double meanU = points.Average(p => p.U),
                meanV = points.Average(p => p.V);
            var slope = points.Sum(p => (p.U - meanU) * (p.V - meanV)) / points.Sum(p => (p.U - meanU) * (p.U - meanU));
            var residual = points.Sum(p => Math.Pow(p.V - meanV - (slope * (p.U - meanU)), 2));
            fit.Exponents[0].Value.ShouldBe(slope, 1e-6);
            fit.Constant.ShouldBe(Math.Exp(meanV - (slope * meanU)), 1e-6 * fit.Constant);
            fit.RSquared.ShouldBe(1 - (residual / points.Sum(p => Math.Pow(p.V - meanV, 2))), 1e-6);
            (fit.Exponents[0].Low <= fit.Exponents[0].High).ShouldBe(fit.Replicates > 1);
        }
    }

    /// <summary>
    /// 400 studies of 60 problems: a 95 % interval covers the exponent 380 times on average; fewer than 356 times has probability below
    /// 0.001 at a coverage of 92 %.
    /// </summary>
    [Fact]
    public void Of_VarianceGrowingWithX_IntervalCoversTheExponent()
    {
        const double exponent = 1.3;
        var covered = 0;
        for (var study = 0; study < 400; study++)
        {
            var random = new Random(study);
            var data = new List<GrowthObservation>();
            for (var problem = 0; problem < 60; problem++)
            {
                var difficulty = Math.Exp(0.5 * Gaussian(random));
                foreach (var x in new[] { 1.0, 2, 4, 8, 16 })
                {
                    // Log-normal noise with mean 1 and a variance that grows with x.
                    var sigma = 0.1 + (0.04 * x);
                    var noise = Math.Exp((sigma * Gaussian(random)) - (sigma * sigma / 2));
                    data.Add(new GrowthObservation($"p{problem}", x, 100 * difficulty * noise * Math.Pow(x, exponent)));
                }
            }

            var fit = PowerLawFit.Of(data, seed: study, resamples: 300)!;
            if (fit.Exponents[0].Low <= exponent && exponent <= fit.Exponents[0].High)
            {
                covered++;
            }
        }

        covered.ShouldBeGreaterThan(356);
        covered.ShouldBeLessThan(399);
    }

    [Fact]
    public void Of_TooFewPointsOrNoPositiveValue_IsNull()
    {
        PowerLawFit.Of([]).ShouldBeNull();
        PowerLawFit.Of([At("p", 1, 1), At("p", 2, 2), At("q", 2, 3)]).ShouldBeNull();
        PowerLawFit.Of([At("p", 0, 1), At("p", -1, 2), At("p", 2, 3), At("p", 3, 3)]).ShouldBeNull();
        PowerLawFit.Of([At("p", 1, 0), At("p", 2, 0), At("p", 3, 0)]).ShouldBeNull();
        PowerLawFit.Of([At("p", 1, double.NaN), At("p", 2, 1), At("p", 3, 1)]).ShouldBeNull();
    }

    [Fact]
    public void Front_RandomPoints_ContainsExactlyTheNonDominatedPoints()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var points = Enumerable
                .Range(0, random.Next(20))
                .Select(_ => (Cost: (double)random.Next(6), Value: (double)random.Next(6)))
                .ToArray();
            var expected = Enumerable
                .Range(0, points.Length)
                .Where(i => !points.Any(other => other.Cost <= points[i].Cost && other.Value >= points[i].Value && other != points[i]));

            ParetoFront.Of(points).Order().ShouldBe(expected, $"seed {seed}");
        }
    }

    [Fact]
    public void Of_SeveralParameters_ReturnsTheExponentOfEach()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double a = (random.NextDouble() * 4) - 2,
                b = (random.NextDouble() * 4) - 2;
            var fit = PowerLawFit.Of(
                [
                    .. from replicate in new[] { "p", "q" }
                    from agents in new[] { 1.0, 4, 16 }
                    from breadth in new[] { 1.0, 2, 5 }
                    select new GrowthObservation(replicate, [agents, breadth], 3 * Math.Pow(agents, a) * Math.Pow(breadth, b)),
                ],
                resamples: 20
            )!;

            fit.Exponents.Select(e => e.Value).ShouldBe([a, b], 1e-9);
            fit.Exponents[1].Low!.Value.ShouldBe(b, 1e-9);
            (fit.Points, fit.Constant).ShouldBe((9, fit.Constant));
            fit.Constant.ShouldBe(3, 1e-9);
        }
    }

    [Fact]
    public void Law_ExactlyAffineData_IsAffine()
    {
        double[] layers = [2, 3, 5];
        var law = GrowthLaw.Of([.. layers.Select(x => At("p", x, (4 * (x - 1)) + 1))])!;

        law.IsAffine.ShouldBeTrue();
        (law.Affine!.Slope, law.Affine.Intercept).ShouldBe((4, -3), new Near());
        law.Affine.IsExact.ShouldBeTrue();
        law.LacksFit.ShouldBeFalse();
    }

    [Fact]
    public void Law_Proportion_IsAPowerLawWithExponentOne()
    {
        double[] samples = [1, 2, 4, 8];
        var law = GrowthLaw.Of([.. samples.Select(x => At("p", x, 7 * x))])!;

        law.IsAffine.ShouldBeFalse();
        law.Power.Exponents[0].Value.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Law_Saturation_LacksFit()
    {
        double[] agents = [1, 4, 16, 64];
        var law = GrowthLaw.Of([.. agents.Select(x => At("p", x, Math.Min(x, 8)))])!;

        law.LacksFit.ShouldBeTrue("neither a line nor a power law saturates");
        law.MaxDeviation.ShouldBeGreaterThan(PowerLawFit.Tolerance);
    }

    [Fact]
    public void Law_NoiseWithinItsStandardError_DoesNotLackFit()
    {
        var random = new Random(3);
        var data = (
            from problem in Enumerable.Range(0, 10)
            from x in new[] { 1.0, 2, 4, 8 }
            select At($"p{problem}", x, x * Math.Exp(0.8 * Gaussian(random)))
        ).ToArray();
        var law = GrowthLaw.Of(data)!;

        law.Power.MaxDeviation.ShouldBeGreaterThan(PowerLawFit.Tolerance);
        law.LacksFit.ShouldBeFalse();
    }

    private static GrowthObservation At(string problem, double x, double y) => new(problem, x, y);

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) value) => 0;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

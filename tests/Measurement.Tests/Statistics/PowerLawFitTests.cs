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
            var fit = PowerLawFit.Of(
                [.. xs.Select(x => new PowerLawObservation("p", x, constant * Math.Pow(x, exponent)))],
                resamples: 50
            )!;

            fit.Exponent.ShouldBe(exponent, 1e-7);
            fit.Low.ShouldBe(exponent, 1e-7);
            fit.High.ShouldBe(exponent, 1e-7);
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
                select new PowerLawObservation($"p{problem}", x, random.NextDouble() * 100)
            ).ToArray();
            var fit = PowerLawFit.Of(data, resamples: 20)!;

            // Independent computation: slope as covariance / variance of centered logarithms, R² as 1 − residual / total.
            var points = data.GroupBy(o => o.X).Select(g => (U: Math.Log(g.Key), V: Math.Log(g.Average(o => o.Y)))).ToArray();
            double meanU = points.Average(p => p.U),
                meanV = points.Average(p => p.V);
            var slope = points.Sum(p => (p.U - meanU) * (p.V - meanV)) / points.Sum(p => (p.U - meanU) * (p.U - meanU));
            var residual = points.Sum(p => Math.Pow(p.V - meanV - (slope * (p.U - meanU)), 2));
            fit.Exponent.ShouldBe(slope, 1e-6);
            fit.Constant.ShouldBe(Math.Exp(meanV - (slope * meanU)), 1e-6 * fit.Constant);
            fit.RSquared.ShouldBe(1 - (residual / points.Sum(p => Math.Pow(p.V - meanV, 2))), 1e-6);
            fit.Low.ShouldBeLessThanOrEqualTo(fit.High);
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
            var data = new List<PowerLawObservation>();
            for (var problem = 0; problem < 60; problem++)
            {
                var difficulty = Math.Exp(0.5 * Gaussian(random));
                foreach (var x in new[] { 1.0, 2, 4, 8, 16 })
                {
                    // Log-normal noise with mean 1 and a variance that grows with x.
                    var sigma = 0.1 + (0.04 * x);
                    var noise = Math.Exp((sigma * Gaussian(random)) - (sigma * sigma / 2));
                    data.Add(new PowerLawObservation($"p{problem}", x, 100 * difficulty * noise * Math.Pow(x, exponent)));
                }
            }

            var fit = PowerLawFit.Of(data, seed: study, resamples: 300)!;
            if (fit.Low <= exponent && exponent <= fit.High)
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
        PowerLawFit.Of([new("p", 1, 1), new("p", 2, 2), new("q", 2, 3)]).ShouldBeNull();
        PowerLawFit.Of([new("p", 0, 1), new("p", -1, 2), new("p", 2, 3), new("p", 3, 3)]).ShouldBeNull();
        PowerLawFit.Of([new("p", 1, 0), new("p", 2, 0), new("p", 3, 0)]).ShouldBeNull();
        PowerLawFit.Of([new("p", 1, double.NaN), new("p", 2, 1), new("p", 3, 1)]).ShouldBeNull();
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

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

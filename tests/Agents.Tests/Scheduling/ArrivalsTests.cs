using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Scheduling;

/// <summary>
/// Goodness of fit of intended times, over seeds. Each test has a false alarm rate of 0.1 % per seed; at most 3 of 40 seeds may fail, which
/// happens by chance about once in 100,000 runs. The seeds are fixed, so the result is repeatable.
/// </summary>
public sealed class ArrivalsTests
{
    private const int Seeds = 40,
        Count = 4000;

    public static TheoryData<ArrivalProcess, double> Processes =>
        new()
        {
            { ArrivalProcess.Poisson, 1 },
            { ArrivalProcess.Gamma, 0.25 },
            { ArrivalProcess.Gamma, 1 },
            { ArrivalProcess.Gamma, 4 },
        };

    [Theory]
    [MemberData(nameof(Processes))]
    public void Of_RandomProcess_HasGapsOfItsDistribution(ArrivalProcess process, double burstiness)
    {
        var failed = Enumerable
            .Range(0, Seeds)
            .Count(seed =>
            {
                var times = Arrivals
                    .Of(
                        new()
                        {
                            Process = process,
                            Burstiness = burstiness,
                            Rate = 7,
                        },
                        (ulong)seed,
                        null
                    )
                    .Take(Count)
                    .ToArray();
                var gaps = times.Zip(times.Prepend(0), (at, before) => (at - before) * 7 * burstiness).Order().ToArray();
                return Distance(gaps, gap => GammaDistribution(burstiness, gap)) > Critical(Count);
            });

        failed.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Of_Poisson_CountsPerIntervalArePoisson()
    {
        // Chi-square of dispersion: Σ (n − mean)² / mean over 400 intervals has mean 399 and variance 798.
        var failed = Enumerable
            .Range(0, Seeds)
            .Count(seed =>
            {
                var times = Arrivals.Of(new() { Rate = 20 }, (ulong)seed, null).TakeWhile(at => at < 400).ToArray();
                var counts = new int[400];
                foreach (var at in times)
                {
                    counts[(int)at]++;
                }

                var mean = times.Length / 400.0;
                var dispersion = counts.Sum(n => (n - mean) * (n - mean) / mean);
                return Math.Abs(dispersion - 399) > 3.29 * Math.Sqrt(798) || Math.Abs(times.Length - 8000) > 3.29 * Math.Sqrt(8000);
            });

        failed.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Of_Constant_IsEvenAndDoesNotDrift()
    {
        var times = Arrivals.Of(new() { Process = ArrivalProcess.Constant, Rate = 3 }, 1, null).Take(300_000).ToArray();

        for (var i = 0; i < times.Length; i++)
        {
            times[i].ShouldBe(i / 3.0, 1e-9 * (i + 1));
        }
    }

    [Fact]
    public void Of_AnyStages_RescalesTheProcessWithoutGapsOrDuplicates()
    {
        var failed = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var settings = new ArrivalSettings
            {
                Stages =
                [
                    .. Enumerable
                        .Range(0, random.Next(1, 8))
                        .Select(_ => new RateStage
                        {
                            Rate = random.Next(5) == 0 ? 0 : random.NextDouble() * 40,
                            For = TimeSpan.FromSeconds(5 + (random.NextDouble() * 60)),
                            Ramp = random.Next(2) == 0,
                        }),
                    new RateStage { Rate = 10, For = TimeSpan.FromMinutes(5) },
                ],
            };
            var rate = Arrivals.RateOf(settings, null);
            var areas = Arrivals.Of(settings, (ulong)seed, null).Take(Count).Select(rate.Area).ToArray();
            var gaps = areas.Zip(areas.Prepend(0), (at, before) => at - before).ToArray();
            gaps.ShouldAllBe(gap => gap >= -1e-9);
            failed += Distance([.. gaps.Order()], gap => GammaDistribution(1, gap)) > Critical(Count) ? 1 : 0;
        }

        failed.ShouldBeLessThanOrEqualTo(3);
    }

    [Theory]
    [InlineData(CurveKind.Day, ArrivalProcess.Poisson, 1)]
    [InlineData(CurveKind.Day, ArrivalProcess.Gamma, 0.25)]
    [InlineData(CurveKind.Doubao, ArrivalProcess.Poisson, 1)]
    [InlineData(CurveKind.Doubao, ArrivalProcess.Gamma, 4)]
    public void Of_Curve_RescalesToItsProcess(CurveKind kind, ArrivalProcess process, double burstiness)
    {
        var settings = new ArrivalSettings
        {
            Rate = 40,
            Process = process,
            Burstiness = burstiness,
            Curve = new()
            {
                Kind = kind,
                Period = TimeSpan.FromMinutes(10),
                Low = 0.1,
            },
        };
        var rate = Arrivals.RateOf(settings, 600);
        var failed = Enumerable
            .Range(0, Seeds)
            .Count(seed =>
            {
                var areas = Arrivals.Of(settings, (ulong)seed, 600).Take(Count).Select(rate.Area).ToArray();
                var gaps = areas.Zip(areas.Prepend(0), (at, before) => (at - before) * burstiness).Order().ToArray();
                return Distance(gaps, gap => GammaDistribution(burstiness, gap)) > Critical(Count);
            });

        failed.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Of_ConstantStages_JoinExactly()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            RateStage[] stages =
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(_ => new RateStage
                    {
                        Rate = random.Next(1, 30),
                        For = TimeSpan.FromSeconds(random.Next(1, 20)),
                        Ramp = random.Next(2) == 0,
                    }),
            ];
            var (end, expected, before) = (0.0, 0.0, 0.0);
            foreach (var stage in stages)
            {
                end += stage.For.TotalSeconds;
                expected += stage.For.TotalSeconds * (stage.Ramp ? (before + stage.Rate) / 2 : stage.Rate);
                before = stage.Rate;
            }

            var times = Arrivals
                .Of(new() { Process = ArrivalProcess.Constant, Stages = stages }, 1, null)
                .TakeWhile(at => at < end - 1e-9)
                .ToArray();

            // One task per unit of area, the first at 0.
            ((double)times.Length).ShouldBe(Math.Ceiling(expected), 1e-6);
            times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First);
        }
    }

    [Fact]
    public void RateOf_Doubao_GrowsAsPublishedToItsTarget()
    {
        var rate = Arrivals.RateOf(
            new()
            {
                Rate = 1000,
                Curve = new() { Kind = CurveKind.Doubao },
            },
            600
        );

        rate.At(0).ShouldBe(1000 * 120e9 / 120e12, 1e-6);
        rate.At(600).ShouldBe(1000, 1e-6);
        var days = new DateOnly(2026, 7, 1).DayNumber - new DateOnly(2024, 5, 15).DayNumber;
        rate.At(600.0 * (new DateOnly(2024, 12, 18).DayNumber - new DateOnly(2024, 5, 15).DayNumber) / days)
            .ShouldBe(1000 * 4.0 / 120, 1e-3);
    }

    [Fact]
    public void RateOf_Day_GoesFromTroughToPeakAndBack()
    {
        var rate = Arrivals.RateOf(
            new()
            {
                Rate = 10,
                Curve = new()
                {
                    Kind = CurveKind.Day,
                    Period = TimeSpan.FromMinutes(10),
                    Low = 0.3,
                },
            },
            1800
        );

        foreach (var start in new[] { 0, 600, 1200 })
        {
            rate.At(start).ShouldBe(3, 1e-9);
            rate.At(start + 300).ShouldBe(10, 1e-9);
            rate.At(start + 150).ShouldBe(6.5, 1e-9);
        }
    }

    /// <summary>Returns the Kolmogorov distance between sorted samples and a distribution.</summary>
    private static double Distance(double[] sorted, Func<double, double> distribution) =>
        sorted
            .Select(
                (value, i) =>
                    Math.Max(
                        Math.Abs(distribution(value) - ((double)i / sorted.Length)),
                        Math.Abs(distribution(value) - ((i + 1.0) / sorted.Length))
                    )
            )
            .Max();

    /// <summary>Returns Kolmogorov's critical value at 0.1 %.</summary>
    private static double Critical(int n) => 1.949 / Math.Sqrt(n);

    /// <summary>Returns the regularized lower incomplete gamma function, by its series.</summary>
    private static double GammaDistribution(double shape, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        if (x > 60)
        {
            return 1;
        }

        var (term, sum) = (1 / shape, 1 / shape);
        for (var n = 1; n < 500 && term > 1e-15 * sum; n++)
        {
            sum += term *= x / (shape + n);
        }

        return Math.Min(1, sum * Math.Exp((shape * Math.Log(x)) - x - LogGamma(shape)));
    }

    /// <summary>Returns log gamma by Stirling's series after a shift.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 8; x++)
        {
            shift -= Math.Log(x);
        }

        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }
}

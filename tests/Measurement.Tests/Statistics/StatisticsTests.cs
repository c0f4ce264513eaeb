using AgentLoad.Measurement.Statistics;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Statistics;

public sealed class StatisticsTests
{
    [Fact]
    public void Percentile_RandomValues_IsTheSmallestValueThatCoversTheShare()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 1 + random.Next(120)).Select(_ => (double)random.Next(40)).ToArray();
            foreach (var hundredths in new[] { 0, 1, 7, 50, 90, 95, 99, 100 })
            {
                // Integer arithmetic, so that the check has no rounding errors.
                var expected = values.Order().First(value => values.Count(other => other <= value) * 100 >= hundredths * values.Length);
                Percentile.Exact(values, hundredths / 100.0).ShouldBe(expected, $"seed {seed}, p{hundredths}");
            }
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Percentile_ShareOutOfRange_Throws(double share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Percentile.Exact([1], share));

    [Fact]
    public void Percentile_NoValues_Throws() => Should.Throw<ArgumentException>(() => Percentile.Exact([], 0.5));

    [Fact]
    public void Distribution_KnownValues_MatchesTheTextbook()
    {
        var distribution = Distribution.Of([2, 4, 4, 4, 5, 5, 7, 9])!;
        (distribution.Count, distribution.Mean, distribution.Min, distribution.Max, distribution.P50).ShouldBe((8, 5, 2, 9, 4));
        distribution.StandardDeviation.ShouldBe(Math.Sqrt(32.0 / 7), 1e-12);
    }

    [Fact]
    public void Distribution_NoValuesOrOneValue_IsNullOrHasNoDeviation()
    {
        Distribution.Of([]).ShouldBeNull();
        Distribution.Of([3])!.StandardDeviation.ShouldBe(0);
    }

    [Theory]
    [InlineData(63, false, false)]
    [InlineData(64, true, false)]
    [InlineData(661, true, false)]
    [InlineData(662, true, true)]
    public void Distribution_SampleCount_DeterminesCertification(int samples, bool p90, bool p99)
    {
        var distribution = Distribution.Of([.. Enumerable.Repeat(1.0, samples)])!;
        (distribution.P90Certified, distribution.P99Certified).ShouldBe((p90, p99));
    }

    [Fact]
    public void Wilson_PublishedExample_MatchesItsBounds()
    {
        // 81 of 263 (Newcombe 1998, table I, score method without continuity correction).
        var interval = WilsonInterval.Of(81, 263)!;
        interval.Low.ShouldBe(0.2553, 5e-5);
        interval.High.ShouldBe(0.3662, 5e-5);
    }

    [Fact]
    public void Wilson_AnyCounts_ContainsTheRateWithinZeroAndOne()
    {
        for (var trials = 1; trials < 60; trials++)
        {
            for (var successes = 0; successes <= trials; successes++)
            {
                var interval = WilsonInterval.Of(successes, trials)!;
                interval.Low.ShouldBeInRange(0, interval.Rate);
                interval.High.ShouldBeInRange(interval.Rate, 1);
            }
        }

        WilsonInterval.Of(0, 0).ShouldBeNull();
    }

    [Fact]
    public void Bootstrap_ConstantRatio_HasZeroWidth()
    {
        var interval = Bootstrap.RatioOfMeans([.. Enumerable.Range(1, 50).Select(i => (3.0 * i, (double)i))])!;
        (interval.Ratio, interval.Pairs).ShouldBe((3, 50));
        interval.Low!.Value.ShouldBe(3, 1e-9);
        interval.High!.Value.ShouldBe(3, 1e-9);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5000)]
    public void Bootstrap_IndependentPairs_MatchesTheDeltaMethod(int count)
    {
        var random = new Random(11);
        var pairs = Enumerable.Range(0, count).Select(_ => (10 + (10 * random.NextDouble()), 1 + random.NextDouble())).ToArray();
        var interval = Bootstrap.RatioOfMeans(pairs)!;
        var mean = pairs.Average(pair => pair.Item2);
        var error = Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.Item1 - (interval.Ratio * pair.Item2), 2)) / count / count) / mean;
        (interval.High!.Value - interval.Low!.Value).ShouldBe(2 * 1.96 * error, 0.15 * 2 * 1.96 * error);
        interval.Ratio.ShouldBeInRange(interval.Low.Value, interval.High.Value);
    }

    [Fact]
    public void Bootstrap_SameSeed_ReturnsTheSameInterval()
    {
        var pairs = Enumerable.Range(0, 30).Select(i => (i * 1.5, (i % 7) + 1.0)).ToArray();
        Bootstrap.RatioOfMeans(pairs, 9).ShouldBe(Bootstrap.RatioOfMeans(pairs, 9));
    }

    [Fact]
    public void Bootstrap_OnePair_HasNoInterval() => Bootstrap.RatioOfMeans([(6, 2)]).ShouldBe(new RatioInterval(3, null, null, 1));

    [Fact]
    public void Wilson_OneTrialPerCluster_IsThePlainInterval() =>
        WilsonInterval.Of(Enumerable.Range(0, 40).Select(i => ($"p{i}", i < 10))).ShouldBe(WilsonInterval.Of(10, 40));

    [Fact]
    public void Wilson_IdenticalTrialsOfEachCluster_CountClustersNotTrials()
    {
        // 10 problems with 20 tasks each, all of a problem with the same result: 10 observations, not 200.
        var interval = WilsonInterval.Of(Enumerable.Range(0, 10).SelectMany(p => Enumerable.Range(0, 20).Select(_ => ($"p{p}", p < 4))))!;
        var plain = WilsonInterval.Of(4, 10)!;

        interval.Rate.ShouldBe(0.4, 1e-12);
        // The variance between clusters has the divisor m − 1.
        (interval.High - interval.Low).ShouldBeInRange(0.95 * (plain.High - plain.Low), 1.1 * (plain.High - plain.Low));
        var solved = WilsonInterval.Of(Enumerable.Range(0, 200).Select(i => ($"p{i % 10}", true)))!;
        (solved.Low, solved.High).ShouldBe((WilsonInterval.Of(10, 10)!.Low, 1));
    }

    /// <summary>
    /// 300 runs of 40 problems with 5 tasks each, with a solved rate that differs between problems: a 95 % interval covers the mean 285
    /// times on average, fewer than 267 times with probability below 0.001 at a coverage of 92 %.
    /// </summary>
    [Fact]
    public void Wilson_ClustersOfDifferentRates_IntervalCoversTheMean()
    {
        var (covered, plain) = (0, 0);
        for (var run = 0; run < 300; run++)
        {
            var random = new Random(run);
            var trials = Enumerable
                .Range(0, 40)
                .SelectMany(p =>
                {
                    var rate = random.Next(2) == 0 ? 0.1 : 0.9;
                    return Enumerable.Range(0, 5).Select(_ => ($"p{p}", random.NextDouble() < rate)).ToArray();
                })
                .ToArray();
            covered += WilsonInterval.Of(trials) is { Low: <= 0.5, High: >= 0.5 } ? 1 : 0;
            plain += WilsonInterval.Of(trials.Count(t => t.Item2), trials.Length) is { Low: <= 0.5, High: >= 0.5 } ? 1 : 0;
        }

        covered.ShouldBeGreaterThan(267);
        plain.ShouldBeLessThan(250, "tasks of one problem are not independent");
    }

    [Fact]
    public void Bootstrap_NoPositiveDenominator_IsNull()
    {
        Bootstrap.RatioOfMeans([]).ShouldBeNull();
        Bootstrap.RatioOfMeans([(1, 0), (2, 0)]).ShouldBeNull();
    }
}

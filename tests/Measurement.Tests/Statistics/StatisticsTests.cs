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
        interval.Low.ShouldBe(3, 1e-9);
        interval.High.ShouldBe(3, 1e-9);
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
        (interval.High - interval.Low).ShouldBe(2 * 1.96 * error, 0.15 * 2 * 1.96 * error);
        interval.Ratio.ShouldBeInRange(interval.Low, interval.High);
    }

    [Fact]
    public void Bootstrap_SameSeed_ReturnsTheSameInterval()
    {
        var pairs = Enumerable.Range(0, 30).Select(i => (i * 1.5, (i % 7) + 1.0)).ToArray();
        Bootstrap.RatioOfMeans(pairs, 9).ShouldBe(Bootstrap.RatioOfMeans(pairs, 9));
    }

    [Fact]
    public void Bootstrap_NoPositiveDenominator_IsNull()
    {
        Bootstrap.RatioOfMeans([]).ShouldBeNull();
        Bootstrap.RatioOfMeans([(1, 0), (2, 0)]).ShouldBeNull();
    }
}

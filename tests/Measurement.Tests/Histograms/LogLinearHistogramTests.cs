using AgentLoad.Measurement.Histograms;
using AgentLoad.Measurement.Statistics;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Histograms;

public sealed class LogLinearHistogramTests
{
    private static readonly double[] Shares = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

    [Fact]
    public void Percentile_RandomValues_MatchesExactToThreeDigits()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var values = RandomValues(new Random(seed), 1 + (seed * 37));
            var histogram = Of(values);
            foreach (var share in Shares)
            {
                var exact = Percentile.Exact(values, share);
                histogram.Percentile(share)!.Value.ShouldBe(exact, Math.Max(exact * 0.001, 1e-6), $"seed {seed}, p{share * 100}");
            }
        }
    }

    [Fact]
    public void Merge_TwoParts_EqualsRecordingAll()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            double[] left = RandomValues(random, random.Next(300)),
                right = RandomValues(random, random.Next(300));
            var merged = Of(left);
            merged.Merge(Of(right));
            ShouldBeSame(merged, Of([.. left, .. right]));
        }
    }

    [Fact]
    public void Restore_FromBuckets_KeepsCountsAndPercentiles()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var original = Of(RandomValues(new Random(seed), 500));
            var restored = LogLinearHistogram.Restore(original.Buckets.Select(bucket => (bucket.LowestMicroseconds, bucket.Count)));
            restored.Buckets.ShouldBe(original.Buckets);
            restored.Mean!.Value.ShouldBe(original.Mean!.Value, original.Mean.Value * 0.001);
            foreach (var share in Shares)
            {
                restored.Percentile(share)!.Value.ShouldBe(original.Percentile(share)!.Value, original.Percentile(share)!.Value * 0.001);
            }
        }
    }

    [Fact]
    public void Buckets_RandomValues_AreAscendingAndDisjoint()
    {
        var buckets = Of(RandomValues(new Random(5), 5000)).Buckets.ToArray();
        buckets.Sum(bucket => bucket.Count).ShouldBe(5000);
        foreach (var (bucket, next) in buckets.Zip(buckets.Skip(1)))
        {
            (bucket.LowestMicroseconds + bucket.WidthMicroseconds).ShouldBeLessThanOrEqualTo(next.LowestMicroseconds);
        }
    }

    [Fact]
    public void ToDistribution_RandomValues_MatchesExactStatistics()
    {
        var values = RandomValues(new Random(3), 1000);
        var exact = Distribution.Of(values)!;
        var histogram = Of(values).ToDistribution()!;
        histogram.Count.ShouldBe(1000);
        histogram.Min.ShouldBe(exact.Min, 1e-6);
        histogram.Max.ShouldBe(exact.Max, 1e-6);
        histogram.Mean.ShouldBe(exact.Mean, 1e-6);
        histogram.StandardDeviation.ShouldBe(exact.StandardDeviation, exact.StandardDeviation * 0.001);
    }

    [Fact]
    public void Record_OutOfRange_ClampsTheValue()
    {
        var histogram = Of([-1, double.PositiveInfinity, 1e9]);
        (histogram.Min, histogram.Max, histogram.Count).ShouldBe((0, 86400, 3));
        Should.Throw<ArgumentException>(() => histogram.Record(double.NaN));
    }

    [Fact]
    public void Reset_Histogram_RemovesAllValues()
    {
        var histogram = Of([1, 2]);
        histogram.Reset();
        (histogram.Count, histogram.Min, histogram.Max, histogram.Mean).ShouldBe((0, null, null, null));
        histogram.Percentile(0.5).ShouldBeNull();
        histogram.ToDistribution().ShouldBeNull();
        histogram.Buckets.ShouldBeEmpty();
    }

    [Fact]
    public void Copy_ThenRecord_DoesNotChangeTheOriginal()
    {
        var original = Of([0.5]);
        original.Copy().Record(7);
        (original.Count, original.Max).ShouldBe((1, 0.5));
    }

    private static LogLinearHistogram Of(IEnumerable<double> values)
    {
        var histogram = new LogLinearHistogram();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        return histogram;
    }

    private static double[] RandomValues(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Math.Pow(10, (random.NextDouble() * 10) - 6))];

    private static void ShouldBeSame(LogLinearHistogram left, LogLinearHistogram right)
    {
        left.Buckets.ShouldBe(right.Buckets);
        (left.Count, left.Min, left.Max).ShouldBe((right.Count, right.Min, right.Max));
        (left.Mean ?? 0).ShouldBe(right.Mean ?? 0, 1e-6);
    }
}

using AgentLoad.Measurement.Comparisons;
using AgentLoad.Measurement.Statistics;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Comparisons;

public sealed class DifferenceTests
{
    [Fact]
    public void Of_RandomValues_StatisticsMatchTheValues()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            ClusteredValue[] a = Values(random, random.Next(1, 40)),
                b = Values(random, random.Next(1, 40));
            var p = random.NextDouble();

            var mean = Difference.Of(a, b, null, isRate: false, paired: false)!;
            var percentile = Difference.Of(a, b, p, isRate: false, paired: false)!;

            mean.A.ShouldBe(a.Average(v => v.Value), 1e-9);
            mean.Change.ShouldBe((b.Average(v => v.Value) / a.Average(v => v.Value)) - 1, 1e-9);
            percentile.A.ShouldBe(Percentile.Exact([.. a.Select(v => v.Value)], p));
            percentile.B.ShouldBe(Percentile.Exact([.. b.Select(v => v.Value)], p));
            var clusters = Math.Min(a.DistinctBy(v => v.Cluster).Count(), b.DistinctBy(v => v.Cluster).Count());
            (mean.Low <= mean.High).ShouldBe(clusters > 1, "one cluster has no interval");
        }
    }

    [Fact]
    public void Of_SameValuesPaired_ReturnsZeroDifference()
    {
        var values = Values(new Random(1), 50);

        var difference = Difference.Of(values, values, null, isRate: false, paired: true)!;

        (difference.Change, difference.Low, difference.High, difference.IsSignificant).ShouldBe((0, 0, 0, false));
        Difference.Of(values, [], null, isRate: false, paired: false).ShouldBeNull();
        Difference.Of([new("a", 0)], values, null, isRate: false, paired: false).ShouldBeNull();
        Difference.Of([new("a", 1)], [new("b", 1)], null, isRate: false, paired: true).ShouldBeNull();
    }

    /// <summary>
    /// 400 A/A comparisons of 200 tasks with 1 to 3 calls each, correlated within a task. The nominal error rate is 5 %: 20 false positives
    /// on average, standard deviation 4.4. The probability of more than 36 (9 %) is below 0.001, as is that of fewer than 5.
    /// </summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Of_EqualRuns_FalsePositiveRateMatchesConfidence(double? percentile)
    {
        var significant = 0;
        for (var round = 0; round < 400; round++)
        {
            var random = new Random(round);
            if (
                Difference.Of(Run(random, 200, 1), Run(random, 200, 1), percentile, isRate: false, paired: false, round, 250)!.IsSignificant
            )
            {
                significant++;
            }
        }

        significant.ShouldBeInRange(5, 36);
    }

    /// <summary>
    /// Tasks with log-normal latency, sigma 0.3: the standard error of the difference of means of 1,000 tasks is 1.4 %, so that a shift of
    /// 5 % is detected with power 0.95. The probability of fewer than 85 detections in 100 comparisons is below 0.001.
    /// </summary>
    [Fact]
    public void Of_ShiftOfFivePercent_IsDetectedWithExpectedPower()
    {
        var detected = 0;
        for (var round = 0; round < 100; round++)
        {
            var random = new Random(round);
            var difference = Difference.Of(
                Tasks(random, 1000, 1),
                Tasks(random, 1000, 1.05),
                null,
                isRate: false,
                paired: false,
                round,
                250
            )!;
            if (difference.IsSignificant && difference.Low > 0)
            {
                detected++;
            }
        }

        detected.ShouldBeGreaterThanOrEqualTo(85);
    }

    /// <summary>
    /// With the same problems on both sides, the difficulty cancels out: 100 paired tasks detect a shift that requires 1,000 unpaired
    /// tasks.
    /// </summary>
    [Fact]
    public void Of_PairedProblems_DetectsShiftWithFewerTasks()
    {
        int paired = 0,
            unpaired = 0;
        for (var round = 0; round < 100; round++)
        {
            var random = new Random(round);
            var difficulty = Enumerable.Range(0, 100).Select(_ => Math.Exp(0.3 * Gaussian(random))).ToArray();
            ClusteredValue[] Side(double shift) =>
                [.. difficulty.Select((h, i) => new ClusteredValue($"p{i}", shift * h * Math.Exp(0.05 * Gaussian(random))))];
            ClusteredValue[] a = Side(1),
                b = Side(1.05);
            if (Difference.Of(a, b, null, false, paired: true, round, 250)!.Low > 0)
            {
                paired++;
            }

            if (Difference.Of(a, b, null, false, paired: false, round, 250)!.Low > 0)
            {
                unpaired++;
            }
        }

        paired.ShouldBeGreaterThan(95);
        unpaired.ShouldBeLessThan(60);
    }

    private static ClusteredValue[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ClusteredValue($"c{random.Next(10)}", random.NextDouble() + 0.1))];

    private static ClusteredValue[] Tasks(Random random, int count, double shift) =>
        [.. Enumerable.Range(0, count).Select(i => new ClusteredValue($"t{i}", shift * Math.Exp(0.3 * Gaussian(random))))];

    private static ClusteredValue[] Run(Random random, int tasks, double shift) =>
        [
            .. Enumerable
                .Range(0, tasks)
                .SelectMany(task =>
                {
                    var taskFactor = Math.Exp(0.3 * Gaussian(random));
                    return Enumerable
                        .Range(0, random.Next(1, 4))
                        .Select(_ => new ClusteredValue($"t{task}", shift * taskFactor * Math.Exp(0.1 * Gaussian(random))))
                        .ToArray();
                }),
        ];

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

using AgentLoad.Measurement.Slo;
using CsCheck;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Live;

public sealed class SloTrackerTests
{
    private static readonly string[] Clauses =
    [
        .. from metric in new[] { "task.latency", "task.calls" }
        from statistic in new[] { "p50", "p90", "p95", "p99", "max", "mean" }
        from comparison in new[] { "le", "lt", "ge", "gt" }
        select $"{metric}:{statistic}:{comparison}:5",
        "task.solved:rate:ge:0.6",
        "task.errors:rate:le:0.1",
        "task.errors:count:le:3",
        "task.latency:count:ge:5",
    ];

    /// <summary>The tracker keeps counts only; the clause sorts all values. Both judge alike at every moment.</summary>
    [Fact]
    public void Tracker_OfAnyValues_JudgesLikeTheClause() =>
        Gen.Select(
                Gen.Int[0, Clauses.Length - 1].Select(i => Clauses[i]),
                Gen.OneOf(Gen.Int[0, 10].Select(i => (double)i), Gen.Const(double.PositiveInfinity)).Array[1, 120]
            )
            .Sample(
                (text, values) =>
                {
                    var clause = SloClause.Parse(text);
                    var tracker = new SloTracker(clause);
                    double[] seen = clause.Metric.Unit == SloUnit.Flag ? [.. values.Select(value => value > 5 ? 1.0 : 0)] : values;
                    for (var i = 0; i < seen.Length; i++)
                    {
                        tracker.Add(seen[i]);
                        var (expected, actual) = (clause.Evaluate(seen[..(i + 1)]), tracker.Read());

                        actual.Met.ShouldBe(expected.Met, $"{text} after {string.Join(' ', seen[..(i + 1)])}");
                        (actual.Samples, actual.Within, actual.Certified).ShouldBe((expected.Samples, expected.Within, expected.Certified));
                    }
                }
            );

    [Fact]
    public void Tracker_WithoutValues_IsNotMet() => new SloTracker(SloClause.Parse("task.latency:p95:le:5s")).Read().Met.ShouldBeFalse();
}

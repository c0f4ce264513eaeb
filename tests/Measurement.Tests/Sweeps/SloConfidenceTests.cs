using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Sweeps;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Sweeps;

public sealed class SloConfidenceTests
{
    [Theory]
    [InlineData(200, 0, 0, true)] // all within the bound
    [InlineData(100, 0, 0, true)] // half of them above it
    [InlineData(188, 0, 0, false)] // 94 % of 200: p95 could be on either side
    [InlineData(170, 30, 0, true)] // the cut-off tasks had exceeded the bound
    [InlineData(170, 30, 30, false)] // they had not: all could have met it
    [InlineData(100, 30, 30, true)] // even then, too few meet it
    public void IsConclusive_TasksWithinTheBoundAndCutOff_CoversWhatTheyCouldHaveBeen(
        long within,
        long cutOff,
        long undecided,
        bool expected
    ) =>
        SloConfidence
            .IsConclusive(
                new SloResult("task.latency:p95:le:1s", null, 1, Met: false, 200, Certified: true)
                {
                    Within = within,
                    CutOff = cutOff,
                    Undecided = undecided,
                }
            )
            .ShouldBe(expected);
}

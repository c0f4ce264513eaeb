using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class CutRepliesTests
{
    [Theory]
    [InlineData(20, 11, true)]
    [InlineData(20, 10, false)]
    [InlineData(20, 0, false)]
    [InlineData(6, 6, false)]
    public void Summarize_RepliesCutAtTheirLimit_IsDegradedIfMostAre(int calls, int cut, bool isDegraded)
    {
        var summary = RunSummarizer.Summarize(TestRuns.Facts(1), [Task(calls, cut)]);

        summary.Degraded.Count.ShouldBe(isDegraded ? 1 : 0);
        if (isDegraded)
        {
            summary.Degraded[0].ShouldStartWith("11 of 20 replies (55 %) reached their token limit and were cut.");
        }
    }

    [Fact]
    public void Summarize_ShapedGroup_IsNotDegradedByRepliesOfFixedLength()
    {
        var task = Task(20, 20);

        RunSummarizer.Summarize(TestRuns.Facts(1) with { ShapedGroups = [task.Group] }, [task]).Degraded.ShouldBeEmpty();
    }

    private static TaskRecord Task(int calls, int cut)
    {
        var task = TestRuns.Task(0, calls);
        return task with
        {
            Steps =
            [
                .. task.Steps.Select(
                    (step, at) =>
                        step with
                        {
                            Call = step.Call! with { Outcome = at < cut ? CallOutcome.LengthLimited : CallOutcome.Completed },
                        }
                ),
            ],
        };
    }
}

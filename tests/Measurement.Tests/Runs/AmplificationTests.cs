using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;
using static AgentLoad.Measurement.Tests.Runs.TestRuns;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class AmplificationTests
{
    [Fact]
    public void Summarize_Baseline_ComparesSharedProblemsOnly()
    {
        TaskRecord[] tasks =
        [
            Task(1, calls: 4) with
            {
                ProblemId = "p1",
            },
            Task(2, calls: 6) with
            {
                ProblemId = "p2",
            },
            Task(3, calls: 90) with
            {
                ProblemId = "p3",
            },
            Baseline(4, "p1"),
            Baseline(5, "p2"),
            Baseline(6, "elsewhere"),
        ];
        var summary = RunSummarizer.Summarize(Facts(6), tasks);
        var row = summary.Strategies.Single(found => !found.IsBaseline);
        var cost = row.Amplification.ShouldNotBeNull();
        (cost.Problems, cost.Calls!.Ratio, cost.TotalTokens!.Ratio, cost.ServerSeconds).ShouldBe((2, 5, 5, null));
        (cost.Calls.Low, cost.Calls.High).ShouldBe((4, 6));
        summary.Strategies.Single(found => found.IsBaseline).Amplification.ShouldBeNull();
        (summary.Calls.Count, summary.Calls.BaselineCount, summary.BaselineTotals.Calls).ShouldBe((100, 3, 3));
    }

    [Fact]
    public void Summarize_NoUsableBaseline_HasNoAmplification()
    {
        TaskRecord?[] baselines =
        [
            null,
            Baseline(2, "other"),
            Baseline(2, "p1") with
            {
                State = TaskState.Failed,
            },
            Baseline(2, "p1") with
            {
                Group = "h",
                Steps = [RandomTasks.Step(1, 0, 0, 1, RandomTasks.Tokens(1, 1) with { Model = "other" })],
            },
        ];
        foreach (var baseline in baselines)
        {
            var tasks = new[] { Task(1) with { ProblemId = "p1" }, baseline }.OfType<TaskRecord>();
            RunSummarizer.Summarize(Facts(2), tasks).Strategies.Single(row => !row.IsBaseline).Amplification.ShouldBeNull();
        }
    }

    [Fact]
    public void Summarize_BaselineOfAnotherGroupOnTheSameModel_IsUsed() =>
        RunSummarizer
            .Summarize(Facts(2), [Task(1, calls: 3) with { ProblemId = "p1" }, Baseline(2, "p1") with { Group = "baseline" }])
            .Strategies.Single(row => !row.IsBaseline)
            .Amplification!.Calls!.Ratio.ShouldBe(3);
}

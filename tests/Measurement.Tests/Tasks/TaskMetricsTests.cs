using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Tasks;
using Shouldly;
using Xunit;

namespace AgentLoad.Measurement.Tests.Tasks;

public sealed class TaskMetricsTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void CriticalPath_RandomGraphs_IsTheLongestPath()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var task = RandomTasks.Create(new Random(seed));
            var paths = AllPaths(task.Steps).ToArray();
            var path = new TaskGraph(task.Steps).CriticalPath();
            var longest = paths.Length == 0 ? 0 : paths.Max(Work);
            Work(path).ShouldBe(longest, Tolerance, $"seed {seed}");

            var metrics = TaskMetrics.Of(task);
            var joins = path.Zip(path.Skip(1)).Sum(pair => pair.Second.Asked - pair.First.End);
            metrics.CriticalPath.JoinSeconds.ShouldBe(joins, Tolerance);
            metrics.CriticalPathSeconds.ShouldBe(longest + joins, Tolerance);
            metrics.CriticalPathSeconds.ShouldBeLessThanOrEqualTo(metrics.LatencySeconds + Tolerance);
            metrics.Depth.ShouldBe(paths.Length == 0 ? 0 : paths.Max(found => found.Length));
            var work = task.Steps.Sum(step => step.End - step.Asked);
            metrics.Parallelism.ShouldBe(metrics.CriticalPathSeconds > 0 ? work / metrics.CriticalPathSeconds : 0, Tolerance);
        }
    }

    [Fact]
    public void Split_RandomGraphs_ComponentsAreNonNegativeAndAddUp()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var split = TaskMetrics.Of(RandomTasks.Create(new Random(seed))).CriticalPath;
            double[] parts =
            [
                split.ClientQueueSeconds,
                split.ServerQueueSeconds,
                split.LoadSeconds,
                split.PrefillSeconds,
                split.DecodeSeconds,
                split.ToolSeconds,
                split.JoinSeconds,
                split.OtherSeconds,
                split.ToFirstTokenSeconds,
                split.AfterFirstTokenSeconds,
            ];
            parts.ShouldAllBe(part => part >= 0);
            parts.Sum().ShouldBe(split.TotalSeconds, Tolerance);
        }
    }

    [Fact]
    public void PeakCalls_RandomGraphs_IsTheMaximumInFlightWhenSent()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var task = RandomTasks.Create(new Random(seed));
            var calls = task.Steps.Where(step => step.Kind == StepKind.Call).ToArray();
            var expected = calls.Select(at => calls.Count(step => step.Sent <= at.Sent && at.Sent < step.End)).DefaultIfEmpty(0).Max();
            TaskMetrics.Of(task).PeakCalls.ShouldBe(expected, $"seed {seed}");
        }
    }

    [Fact]
    public void Tokens_RandomGraphs_AreSumsOfReportedValuesOrNull()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var task = RandomTasks.Create(new Random(seed), maxSteps: 4);
            var calls = task.Steps.Where(step => step.Call is not null).ToArray();
            var metrics = TaskMetrics.Of(task);
            metrics.PromptTokens.ShouldBe(SumOrNull(calls.Select(step => step.Call!.PromptTokens)));
            metrics.CompletionTokens.ShouldBe(SumOrNull(calls.Select(step => step.Call!.CompletionTokens)));
            metrics.ResentTokens.ShouldBe(SumOrNull(calls.Select(step => step.Call!.ResentTokens)));
            metrics.TotalTokens.ShouldBe(
                metrics.PromptTokens is null && metrics.CompletionTokens is null
                    ? null
                    : (metrics.PromptTokens ?? 0) + (metrics.CompletionTokens ?? 0)
            );
            var wasted = calls
                .Where(step => !step.OnAnswerPath)
                .Sum(step => (step.Call!.PromptTokens ?? 0) + (step.Call.CompletionTokens ?? 0));
            metrics.WastedTokens.ShouldBe(metrics.TotalTokens is null ? null : wasted);
            (metrics.Calls, metrics.ToolCalls).ShouldBe((calls.Length, task.Steps.Count - calls.Length));
        }
    }

    [Fact]
    public void Split_ServerDurationsExceedTheCall_AreScaledDown()
    {
        var call = RandomTasks.Tokens(1, 1) with { ServerQueue = 1, ServerLoad = 2, ServerPrefill = 3, ServerDecode = 4 };
        var split = TaskMetrics.Of(RandomTasks.Task(1, RandomTasks.Step(1, 0, 1, 6, call))).CriticalPath;
        split.ShouldBe(new CriticalPathSplit(1, 0.5, 1, 1.5, 2, 0, 0, 0));
    }

    [Theory]
    [InlineData(2.0, 2, 3)]
    [InlineData(null, 5, 0)]
    public void Split_ServerWithoutDurations_IsSplitAtTheFirstToken(double? ttft, double before, double after)
    {
        var call = RandomTasks.Tokens(1, 1) with
        {
            Ttft = ttft,
            ServerQueue = null,
            ServerLoad = null,
            ServerPrefill = null,
            ServerDecode = null,
        };
        var split = TaskMetrics.Of(RandomTasks.Task(1, RandomTasks.Step(1, 0, 1, 6, call))).CriticalPath;
        split.ShouldBe(new CriticalPathSplit(1, 0, 0, 0, 0, 0, 0, 0, before, after));
    }

    [Fact]
    public void Split_JoinOfTwoBranches_HasTheWaitForTheLongerBranch()
    {
        var split = TaskMetrics
            .Of(
                RandomTasks.Task(
                    1,
                    RandomTasks.Step(1, 0, 0, 6),
                    RandomTasks.Step(2, 5, 5, 10),
                    RandomTasks.Step(3, 10, 10, 12, after: [1, 2])
                )
            )
            .CriticalPath;
        (split.JoinSeconds, split.TotalSeconds).ShouldBe((4, 12));
    }

    [Fact]
    public void Of_TaskWithoutAnswer_WastesAllTokens()
    {
        var task = RandomTasks.Task(1, RandomTasks.Step(1, 0, 0, 1)) with { Answer = null, State = TaskState.Unsolved };
        TaskMetrics.Of(task).WastedTokens.ShouldBe(110);
    }

    [Fact]
    public void Of_Retry_AddsTokensAndWaitingTimeButNoDepth()
    {
        var failed = RandomTasks.Tokens(null, null) with { Outcome = CallOutcome.ServerError };
        var metrics = TaskMetrics.Of(
            RandomTasks.Task(
                1,
                RandomTasks.Step(1, 0, 0, 2, failed),
                RandomTasks.Step(2, 3, 3, 5, RandomTasks.Tokens(50, 5) with { RetryOf = 1 })
            )
        );
        (metrics.Retries, metrics.RetryTokens, metrics.Depth).ShouldBe((1, 55, 1));
        (metrics.CriticalPathSeconds, metrics.CriticalPath.JoinSeconds).ShouldBe((5, 1));
    }

    [Fact]
    public void Of_TaskWithoutSteps_IsZero()
    {
        var metrics = TaskMetrics.Of(RandomTasks.Task(1) with { IntendedStart = 1, Start = 2, End = 5 });
        (metrics.LatencySeconds, metrics.EffectiveLatencySeconds, metrics.Calls, metrics.Depth, metrics.PeakCalls).ShouldBe(
            (3, 4, 0, 0, 0)
        );
        (metrics.CriticalPathSeconds, metrics.Parallelism, metrics.TotalTokens, metrics.WastedTokens).ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public void Of_DeepTask_TakesLinearTime()
    {
        var steps = Enumerable
            .Range(1, 200_000)
            .Select(id => RandomTasks.Step(id, id, id, id + 1, after: id == 1 ? [] : [id - 1]))
            .ToArray();
        TaskMetrics.Of(RandomTasks.Task(1, steps)).Depth.ShouldBe(200_000);
    }

    private static double Work(IReadOnlyList<StepRecord> path) => path.Sum(step => step.End - step.Asked);

    private static long? SumOrNull(IEnumerable<int?> values)
    {
        var all = values.ToArray();
        // A task without calls used no tokens.
        return all.Length > 0 && all.All(value => value is null) ? null : all.OfType<int>().Sum();
    }

    private static IEnumerable<StepRecord[]> AllPaths(IReadOnlyList<StepRecord> steps)
    {
        IEnumerable<StepRecord[]> To(StepRecord step) =>
            step.After.Count == 0
                ?
                [
                    [step],
                ]
                : step.After.SelectMany(id => To(steps[id - 1])).Select(path => path.Append(step).ToArray());
        return steps.SelectMany(To);
    }
}

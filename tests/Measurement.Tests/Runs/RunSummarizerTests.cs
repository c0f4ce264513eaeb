using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;
using static AgentLoad.Measurement.Tests.Runs.TestRuns;

namespace AgentLoad.Measurement.Tests.Runs;

public sealed class RunSummarizerTests
{
    [Fact]
    public void Summarize_NoTasks_IsValidAndEmpty()
    {
        var summary = RunSummarizer.Summarize(Facts(0), []);
        summary.Valid.ShouldBeTrue();
        summary.Strategies.ShouldBeEmpty();
        (summary.Calls.Count, summary.Calls.ErrorRate, summary.Calls.TtftSeconds, summary.Calls.ChunkGapSeconds).ShouldBe(
            (0, null, null, null)
        );
        (summary.Throughput.TasksPerHour, summary.Throughput.PromptTokensPerSecond, summary.Goodput.Tasks).ShouldBe((0, null, 0));
    }

    [Fact]
    public void Summarize_RandomTasks_IsConsistentAndRoundTripsThroughJson()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var tasks = Enumerable
                .Range(0, 60)
                .Select(id =>
                    RandomTasks.Create(random, id) with
                    {
                        State = (TaskState)random.Next(7),
                        Strategy = random.Next(2) == 0 ? "tot" : "react",
                        IsBaseline = random.Next(5) == 0,
                        InWindow = random.Next(4) > 0,
                        ProblemId = $"game24/{random.Next(20)}",
                    }
                )
                .ToArray();
            SloClause[] slos =
            [
                .. SloMetric.All.Select(metric =>
                    SloClause.Parse($"{metric.Name}:{(metric.Unit == SloUnit.Flag ? "rate" : "mean")}:le:0.5")
                ),
            ];

            var summary = RunSummarizer.Summarize(Facts(60), tasks, new SummaryInputs { Slos = slos });

            var measured = tasks.Where(task => task.InWindow && !task.IsBaseline).ToArray();
            var calls = measured.SelectMany(task => task.Steps).Where(step => step.Call is not null).ToArray();
            summary.Tasks.Ended.ShouldBe(summary.Tasks.ByState.Values.Sum());
            summary.Tasks.InWindow.ShouldBe(measured.Length);
            summary.Strategies.Where(row => !row.IsBaseline).Sum(row => row.Tasks).ShouldBe(measured.Length);
            summary.Calls.Count.ShouldBe(calls.Length);
            summary.Calls.ByOutcome.Values.Sum().ShouldBe(calls.Length);
            summary.Calls.ErrorRate!.Value.ShouldBe(calls.Count(step => step.Call!.Outcome.IsFailure()) / (double)calls.Length, 1e-12);
            summary.Calls.ChunkGapSeconds!.Count.ShouldBe(calls.Sum(step => step.Call!.ChunkGaps.Length));
            summary.Throughput.CallsPerSecond!.Value.ShouldBe(calls.Length / 100.0, 1e-12);
            summary.Slos.Count.ShouldBe(slos.Length);
            foreach (var row in summary.Strategies)
            {
                row.CriticalPathMean?.TotalSeconds.ShouldBe(row.CriticalPathSeconds!.Mean, 1e-9);
            }

            var json = RunSummaryJson.Write(summary);
            RunSummaryJson.Write(RunSummaryJson.Read(json)).ShouldBe(json);
        }
    }

    [Fact]
    public void Summarize_PlannedDiffersFromSumOfStates_IsInvalid()
    {
        var tasks = new[] { Task(1), Task(2) };
        RunSummarizer.Summarize(Facts(3), tasks).Invalid.ShouldHaveSingleItem().ShouldBe("3 tasks were planned but 2 ended.");
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Tasks.ByState[TaskState.Aborted].ShouldBe(1);
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Valid.ShouldBeTrue();
        RunSummarizer.Summarize(Facts(2), [Task(1), Task(1)]).Invalid.ShouldHaveSingleItem().ShouldContain("task 1");
    }

    [Fact]
    public void Summarize_OutOfBudgetTasks_CountAsNotSolved()
    {
        TaskState[] states =
        [
            TaskState.Solved,
            TaskState.Unsolved,
            TaskState.OutOfBudget,
            TaskState.OutOfBudget,
            TaskState.Failed,
            TaskState.Aborted,
        ];
        var inputs = new SummaryInputs { Slos = [SloClause.Parse("task.solved:rate:ge:25%")] };
        var summary = RunSummarizer.Summarize(Facts(6), states.Select((state, id) => Task(id) with { State = state }), inputs);
        var row = summary.Strategies.ShouldHaveSingleItem();
        (row.Solved!.Rate, row.Tasks, row.Calls!.Count).ShouldBe((0.25, 6, 5));
        (summary.SlosMet, summary.Throughput.TasksPerHour).ShouldBe((true, 180));
        RunSummarizer.Summarize(Facts(1), [Task(1) with { State = TaskState.Answered }], inputs).SlosMet.ShouldBeFalse();
    }

    [Fact]
    public void Summarize_AllCallsFailed_HasNullInsteadOfZero()
    {
        var call = RandomTasks.Tokens(null, null) with { Outcome = CallOutcome.ConnectionFailed };
        var summary = RunSummarizer.Summarize(
            Facts(3) with
            {
                WindowEndSeconds = 0,
            },
            Enumerable
                .Range(0, 3)
                .Select(id => RandomTasks.Task(id, RandomTasks.Step(1, 0, 0, 1, call)) with { State = TaskState.Failed, Answer = null })
        );
        var row = summary.Strategies.ShouldHaveSingleItem();
        (row.Solved, row.TotalTokens, row.ResentShare, row.WastedShare, row.Amplification).ShouldBe((null, null, null, null, null));
        (summary.Totals.PromptTokens, summary.Throughput.CallsPerSecond, summary.Calls.ErrorRate).ShouldBe((null, null, 1));
        RunSummaryJson.Read(RunSummaryJson.Write(summary)).Calls.ByOutcome[CallOutcome.ConnectionFailed].ShouldBe(3);
    }

    [Fact]
    public void Summarize_ManyTasks_KeepsNoReferences()
    {
        WeakReference? first = null;
        IEnumerable<TaskRecord> Stream()
        {
            for (var id = 0; id < 2000; id++)
            {
                var task = Task(id);
                first ??= new WeakReference(task.Steps[0]);
                yield return task;
            }

            GC.Collect();
            first!.IsAlive.ShouldBeFalse();
        }

        RunSummarizer.Summarize(Facts(2000), Stream()).Calls.Count.ShouldBe(2000);
    }
}

using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using AgentLoad.Measurement.Statistics;
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

            var facts = Facts(60) with { WindowStartSeconds = 1, WindowEndSeconds = 6 };
            var summary = RunSummarizer.Summarize(facts, tasks, new SummaryInputs { Slos = slos });

            var measured = tasks.Where(task => task.Start is >= 1 and <= 6 && !task.IsBaseline).ToArray();
            var ended = tasks.Where(task => task.End is >= 1 and <= 6 && !task.IsBaseline && task.State != TaskState.Aborted).ToArray();
            var calls = tasks
                .Where(task => !task.IsBaseline)
                .SelectMany(task => task.Steps)
                .Where(step => step.Call is not null && step.End is >= 1 and <= 6)
                .ToArray();
            summary.Tasks.Ended.ShouldBe(summary.Tasks.ByState.Values.Sum());
            summary.Tasks.Baseline.ShouldBe(tasks.Count(task => task.IsBaseline));
            summary.Tasks.Window.Began.ShouldBe(measured.Length);
            summary.Tasks.Window.CutOff.ShouldBe(measured.Count(task => task.State == TaskState.Aborted));
            summary.Tasks.Window.Ended.ShouldBe(ended.Length);
            summary.Throughput.TasksPerHour!.Value.ShouldBe(ended.Length * 720.0, 1e-9);
            summary.Strategies.Where(row => !row.IsBaseline).Sum(row => row.Tasks).ShouldBe(measured.Length);
            summary.Calls.Count.ShouldBe(calls.Length);
            summary.Calls.ByOutcome.Values.Sum().ShouldBe(calls.Length);
            summary.Calls.ErrorRate!.Value.ShouldBe(calls.Count(step => step.Call!.Outcome.IsFailure()) / (double)calls.Length, 1e-12);
            summary.Calls.ChunkGapSeconds!.Count.ShouldBe(calls.Sum(step => step.Call!.ChunkGaps.Length));
            summary.Throughput.CallsPerSecond!.Value.ShouldBe(calls.Length / 5.0, 1e-12);
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
        RunSummarizer.Summarize(Facts(3), tasks).Invalid.ShouldHaveSingleItem().ShouldStartWith("3 tasks were planned but 2 ended.");
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Tasks.ByState[TaskState.Aborted].ShouldBe(1);
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Valid.ShouldBeTrue();
        RunSummarizer.Summarize(Facts(2), [Task(1), Task(1)]).Invalid.ShouldHaveSingleItem().ShouldContain("task 1");
    }

    [Fact]
    public void Summarize_OutOfBudgetAndCutOffTasks_CountAsNotSolved()
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
        var inputs = new SummaryInputs { Slos = [SloClause.Parse("task.solved:rate:ge:20%")] };
        var summary = RunSummarizer.Summarize(Facts(6), states.Select((state, id) => Task(id) with { State = state }), inputs);
        var row = summary.Strategies.ShouldHaveSingleItem();
        (row.Solved!.Rate, row.Tasks, row.Calls!.Count).ShouldBe((0.2, 6, 5));
        (summary.SlosMet, summary.Throughput.TasksPerHour).ShouldBe((true, 180));
        RunSummarizer.Summarize(Facts(1), [Task(1) with { State = TaskState.Answered }], inputs).SlosMet.ShouldBeFalse();
    }

    [Fact]
    public void Summarize_TasksThatTheEndOfTheRunCutOff_CountAsSlowerThanEveryBound()
    {
        // Five short tasks and five long ones: two of the long ones end after the window, three are cut off.
        TaskRecord[] tasks =
        [
            .. Enumerable.Range(0, 5).Select(id => Lasting(id, 0, 8, TaskState.Solved)),
            .. Enumerable.Range(5, 2).Select(id => Lasting(id, 9, 18, TaskState.Unsolved)),
            .. Enumerable.Range(7, 3).Select(id => Lasting(id, 9, 40, TaskState.Aborted)),
        ];
        var facts = Facts(10) with { WindowEndSeconds = 15 };
        SloClause[] slos =
        [
            .. new[] { "task.latency:p50:le:10s", "task.latency:p90:le:10s", "task.latency:mean:le:10s", "task.calls:max:le:99" }.Select(
                SloClause.Parse
            ),
        ];

        var summary = RunSummarizer.Summarize(facts, tasks, new SummaryInputs { Slos = slos });

        summary.Tasks.Window.ShouldSatisfyAllConditions(
            window => window.Began.ShouldBe(10),
            window => window.CutOff.ShouldBe(3),
            window => window.Ended.ShouldBe(5)
        );
        var row = summary.Strategies.ShouldHaveSingleItem();
        row.Solved!.Rate.ShouldBe(0.5);
        row.LatencySeconds!.Max.ShouldBe(9);
        row.AdjustedLatencySeconds.ShouldBe(new AdjustedPercentiles(10, 3, 8, null, null, null));
        summary
            .Slos.Select(slo => (slo.Met, slo.Actual, slo.CutOff, slo.Undecided))
            .ShouldBe([(true, 8, 3, 0), (false, null, 3, 0), (false, null, 3, 0), (false, null, 3, 3)]);

        static TaskRecord Lasting(long id, double start, double end, TaskState state) =>
            RandomTasks.Task(id, RandomTasks.Step(1, start, start, end)) with
            {
                Start = start,
                IntendedStart = start,
                State = state,
            };
    }

    [Fact]
    public void Summarize_CallsOfTheWindow_AreThoseThatEndedInItWhateverTheirTask()
    {
        var task = RandomTasks.Task(1, [.. Enumerable.Range(0, 30).Select(i => RandomTasks.Step(i + 1, i, i, i + 1))]);
        var facts = Facts(1) with { WindowStartSeconds = 10, WindowEndSeconds = 20 };

        var summary = RunSummarizer.Summarize(facts, [task]);

        summary.Strategies.ShouldBeEmpty();
        (summary.Calls.Count, summary.Throughput.CallsPerSecond, summary.Totals.Calls).ShouldBe((11, 1.1, 30));
    }

    [Fact]
    public void Summarize_ProblemWithoutAVerifier_HasNoSolvedRate()
    {
        TaskState[] states = [TaskState.Answered, TaskState.Unsolved, TaskState.OutOfBudget, TaskState.Aborted];
        var inputs = new SummaryInputs { Slos = [SloClause.Parse("task.solved:rate:ge:1%")] };

        var summary = RunSummarizer.Summarize(
            Facts(4),
            states.Select((state, id) => Task(id) with { State = state, HasVerifier = false }),
            inputs
        );

        var row = summary.Strategies.ShouldHaveSingleItem();
        (row.Solved, row.Score).ShouldBe((null, null));
        summary.Slos.ShouldHaveSingleItem().Samples.ShouldBe(0);
    }

    [Fact]
    public void Summarize_EveryTaskOutOfBudget_IsZeroPercentSolved()
    {
        var summary = RunSummarizer.Summarize(
            Facts(2),
            [.. new long[] { 1, 2 }.Select(id => Task(id) with { State = TaskState.OutOfBudget })]
        );

        summary.Strategies.ShouldHaveSingleItem().Solved!.Rate.ShouldBe(0);
    }

    [Fact]
    public void Summarize_FailedCalls_HaveAdjustedPercentiles()
    {
        StepRecord Call(int id, double latency, CallOutcome outcome) =>
            RandomTasks.Step(id, 0, 0, latency, RandomTasks.Tokens(1, 1) with { Ttft = latency / 2, Outcome = outcome });
        var task = RandomTasks.Task(
            1,
            [.. Enumerable.Range(1, 9).Select(id => Call(id, id, CallOutcome.Completed)), Call(10, 0.1, CallOutcome.ServerError)]
        );

        var calls = RunSummarizer.Summarize(Facts(1), [task]).Calls;

        calls.LatencySeconds!.P50.ShouldBe(4);
        calls.AdjustedLatencySeconds.ShouldBe(new AdjustedPercentiles(10, 1, 5, 9, null, null));
        calls.AdjustedTtftSeconds.ShouldBe(new AdjustedPercentiles(10, 1, 2.5, 4.5, null, null));
    }

    [Fact]
    public void Summarize_ReplyInOnePiece_HasNoTimePerToken()
    {
        var call = RandomTasks.Tokens(10, 50) with { Ttft = 2, LastChunk = 2, ServerDecode = 0.5 };

        var calls = RunSummarizer.Summarize(Facts(1), [RandomTasks.Task(1, RandomTasks.Step(1, 0, 0, 3, call))]).Calls;

        (calls.TpotSeconds, calls.ServerTpotSeconds!.P50).ShouldBe((null, 0.01));
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

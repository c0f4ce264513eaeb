using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;
using AgentLoad.Measurement.Slo;
using Shouldly;
using Xunit;

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
    public void Summarize_RandomTasks_AgreesWithItselfAndSurvivesJson()
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
    public void Summarize_PlannedIsNotTheSumOfStates_IsInvalidAndSaysSo()
    {
        var tasks = new[] { Task(1), Task(2) };
        RunSummarizer.Summarize(Facts(3), tasks).Invalid.ShouldHaveSingleItem().ShouldBe("3 tasks were planned but 2 ended.");
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Tasks.ByState[TaskState.Aborted].ShouldBe(1);
        RunSummarizer.Summarize(Facts(3) with { NotStarted = 1 }, tasks).Valid.ShouldBeTrue();
        RunSummarizer.Summarize(Facts(2), [Task(1), Task(1)]).Invalid.ShouldHaveSingleItem().ShouldContain("task 1");
    }

    [Fact]
    public void Summarize_ClientWasTheBottleneck_IsInvalid()
    {
        var tasks = new[] { RandomTasks.Task(1, RandomTasks.Step(1, 0, 0.2, 1.2)) };
        RunSummarizer.Summarize(Facts(1), tasks).Invalid.ShouldHaveSingleItem().ShouldContain("schedule delay p99 is 200 ms, above 100 ms");
        RunSummarizer.Summarize(Facts(1) with { OpenLoop = true }, tasks).Valid.ShouldBeTrue();
        var busy = new SummaryInputs
        {
            Client = new ClientHealth { CpuShare = 0.95, Cores = 2 },
        };
        RunSummarizer.Summarize(Facts(1), [Task(1)], busy).Invalid.ShouldHaveSingleItem().ShouldContain("95 % of its 2 cores");
        var full = new SummaryInputs
        {
            Client = new ClientHealth { CallsHeldBack = 1, MostCalls = 150 },
        };
        RunSummarizer
            .Summarize(Facts(1) with { OpenLoop = true }, [Task(1)], full)
            .Invalid.ShouldHaveSingleItem()
            .ShouldContain("1 calls waited for others to end, as a process may have 150 at once here");
    }

    [Theory]
    [InlineData(72, 1, 1, true)] // one straggler of a few dozen
    [InlineData(72, 4, 1, false)]
    [InlineData(10_000, 100, 1, true)]
    [InlineData(10_000, 130, 1, false)]
    [InlineData(72, 40, 10, true)] // 200 ms are less than 5 % of 10 s
    public void Summarize_OpenLoop_IsInvalidWhereSurelyMoreThanOneInAHundredBeginsLate(int tasks, int late, double latency, bool isValid)
    {
        var records = Enumerable
            .Range(1, tasks)
            .Select(i =>
                RandomTasks.Task(i, RandomTasks.Step(1, 5, 5, 5 + latency)) with
                {
                    IntendedStart = i <= late ? 4.8 : 5,
                    Start = 5,
                }
            );
        var summary = RunSummarizer.Summarize(Facts(tasks) with { OpenLoop = true }, records);
        summary.Valid.ShouldBe(isValid);
        if (!isValid)
        {
            summary.Invalid.ShouldHaveSingleItem().ShouldContain("of tasks began more than 50 ms late (p99 200 ms)");
        }
    }

    [Fact]
    public void Summarize_OpenLoop_CountsALateTaskAgainstItsFirstCallsOnly()
    {
        var task = RandomTasks.Task(1, RandomTasks.Step(1, 5, 5, 6), RandomTasks.Step(2, 6, 6, 7, after: [1])) with
        {
            IntendedStart = 2,
            Start = 5,
        };
        var summary = RunSummarizer.Summarize(Facts(1) with { OpenLoop = true }, [task]);
        (summary.Calls.ScheduleDelaySeconds!.Max, summary.Calls.ScheduleDelaySeconds.Min).ShouldBe((3, 0));
        (summary.Calls.EffectiveLatencySeconds!.Max, summary.Calls.LatencySeconds!.Max).ShouldBe((4, 1));
    }

    [Fact]
    public void Summarize_Baseline_IsComparedOnTheSameProblemsOnly()
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
    public void Summarize_NoUsableBaseline_InventsNoAmplification()
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

    [Fact]
    public void Summarize_Verdicts_CountSpentBudgetsAsNotSolved()
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
    public void Summarize_Goodput_CountsWhatEndedWellWithinTheClauses()
    {
        var inputs = new SummaryInputs { Slos = [SloClause.Parse("task.latency:p95:le:2s"), SloClause.Parse("call.ttft:p99:le:1s")] };
        var call = RandomTasks.Tokens(1, 1);
        TaskRecord[] tasks =
        [
            RandomTasks.Task(1, RandomTasks.Step(1, 0, 0, 1, call with { Ttft = 0.5 })),
            RandomTasks.Task(2, RandomTasks.Step(1, 0, 0, 3, call with { Ttft = 2 })),
            RandomTasks.Task(3, RandomTasks.Step(1, 0, 0, 1, call)) with
            {
                State = TaskState.Unsolved,
            },
            RandomTasks.Task(4, RandomTasks.Step(1, 0, 0, 1, call with { Ttft = 0.1, Outcome = CallOutcome.ConnectionLost })) with
            {
                State = TaskState.Failed,
            },
        ];
        var goodput = RunSummarizer.Summarize(Facts(4), tasks, inputs).Goodput;
        goodput.ShouldBe(new Goodput(1, 1, 36, 0.01));
    }

    [Fact]
    public void Summarize_EverythingFailedWithoutFigures_HasMissingValuesNotZeros()
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
    public void Summarize_ManyTasks_KeepsNoneOfThem()
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

    [Fact]
    public void Read_HigherSchemaVersion_IsRefused()
    {
        var json = RunSummaryJson.Write(RunSummarizer.Summarize(Facts(0), [])).Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2");
        Should.Throw<System.Text.Json.JsonException>(() => RunSummaryJson.Read(json)).Message.ShouldContain("schema version 2");
    }

    private static TaskRecord Baseline(long id, string problem) =>
        Task(id) with
        {
            IsBaseline = true,
            Strategy = "direct",
            ProblemId = problem,
        };

    private static TaskRecord Task(long id, int calls = 1) =>
        RandomTasks.Task(id, [.. Enumerable.Range(1, calls).Select(step => RandomTasks.Step(step, 0, 0, 1))]);

    private static RunFacts Facts(long planned) =>
        new()
        {
            Name = "test",
            Id = "1",
            Workload = "test",
            StartedUtc = DateTimeOffset.UnixEpoch,
            Simulated = true,
            Endpoints = [new EndpointFacts("node", "http://127.0.0.1:1", "ollama", "m", true)],
            Seed = 7,
            Agents = 1,
            PlannedTasks = planned,
            DurationSeconds = 100,
            WindowStartSeconds = 0,
            WindowEndSeconds = 100,
        };
}

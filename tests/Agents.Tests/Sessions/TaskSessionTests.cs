using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class TaskSessionTests
{
    [Fact]
    public void Budget_ConcurrentCalls_NeverExceedTheLimit()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (samples, limit, retries) = (random.Next(1, 30), random.Next(1, 30), random.Next(0, 3));
            var client = new PumpedClient(
                (_, i) => PumpedClient.Result("Answer: right", i % 3 == 0 ? CallOutcome.Overloaded : CallOutcome.Completed)
            );
            var plan = Plan(client, samples) with
            {
                Budget = new BudgetSettings { Calls = limit },
                Retry = new RetrySettings { Attempts = retries, Delay = TimeSpan.Zero },
            };

            var task = client.Run(plan, random);

            client.Requests.Count.ShouldBeLessThanOrEqualTo(limit);
            task.Steps.Count.ShouldBe(client.Requests.Count);
            if (samples > limit)
            {
                task.State.ShouldBe(TaskState.OutOfBudget);
                task.Error.ShouldBe($"budget of {limit} calls is spent");
                client.Requests.Count.ShouldBe(limit);
            }
        }
    }

    [Fact]
    public void Budget_TokensSpent_SendsNoFurtherCall()
    {
        var client = PumpedClient.Saying("Thought: hm\nAction: search[{\"query\": \"x\"}]");
        var plan = Tasks.Plan(client, new FakeProblem(hasTools: true), StrategyCatalog.Find("react")!.CreateWith()) with
        {
            Budget = new BudgetSettings { Tokens = 2500 },
        };

        var task = client.Run(plan);

        // Each call uses 1,010 tokens: after two calls 2,020 are used, and a third would exceed the budget.
        client.Requests.Count.ShouldBe(2);
        task.State.ShouldBe(TaskState.OutOfBudget);
        task.BudgetReached.ShouldBe(TaskBudgetKind.Tokens);
        task.Error.ShouldBe("budget of 2500 tokens leaves no further call: 2020 used");
    }

    [Fact]
    public void Budget_TimePasses_CancelsTheCallsInFlight()
    {
        var time = new ManualTime();
        var client = PumpedClient.Saying("Answer: right");
        var plan = Plan(client, 5) with { Budget = new BudgetSettings { Time = TimeSpan.FromSeconds(3) } };

        var task = client.Run(plan, time: time, beforeRelease: () => time.Advance(TimeSpan.FromSeconds(2)));

        task.State.ShouldBe(TaskState.OutOfBudget);
        task.Steps.Count.ShouldBe(5);
        task.Steps.Count(s => s.Call!.Outcome == CallOutcome.Cancelled).ShouldBe(4);
    }

    [Fact]
    public void Stop_CallsInFlight_AreAbortedAndRecorded()
    {
        using var stop = new CancellationTokenSource();
        var client = PumpedClient.Saying("Answer: right");
        var observer = new Counter();

        var task = client.Run(Plan(client, 5), beforeRelease: stop.Cancel, observer: observer, stop: stop.Token);

        task.State.ShouldBe(TaskState.Aborted);
        task.Steps.Count.ShouldBe(5);
        task.Steps.ShouldAllBe(s => s.Call!.Outcome == CallOutcome.Aborted);
        (observer.Started, observer.Ended).ShouldBe((5, 5));
    }

    [Fact]
    public void Stop_BeforeTheStart_SendsNothing()
    {
        var client = PumpedClient.Saying("Answer: right");

        var task = client.Run(Plan(client, 5), stop: new CancellationToken(canceled: true));

        task.State.ShouldBe(TaskState.Aborted);
        task.Steps.ShouldBeEmpty();
        client.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Retry_ConfiguredFailures_AreSeparateStepsWithDoubledPauses()
    {
        var time = new ManualTime();
        var client = new PumpedClient(
            (_, i) => PumpedClient.Result("Answer: right", i < 2 ? CallOutcome.Overloaded : CallOutcome.Completed)
        );
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("direct")!.CreateWith()) with
        {
            Retry = new RetrySettings { Attempts = 2, Delay = TimeSpan.FromSeconds(4) },
        };

        var task = client.Run(plan, time: time, beforeRelease: time.AdvanceToNext);

        task.State.ShouldBe(TaskState.Solved);
        task.Steps.Select(s => s.Key).ShouldBe(["answer", "answer#2", "answer#3"]);
        task.Steps.Select(s => s.Call!.RetryOf).ShouldBe([null, 1, 2]);
        task.Steps.Select(s => s.OnAnswerPath).ShouldBe([false, false, true]);
        time.Pauses.ShouldBe([TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)]);
        task.Steps[2].Asked.ShouldBe(12, 1e-6);
        task.Steps[2].Call!.ResentTokens.ShouldBe(1000);
        client.Requests.Select(r => r.Options.Seed).ShouldBeUnique();
        client.Requests.Select(r => r.Trace!.Value.Step).ShouldBe(task.Steps.Select(s => s.Key));
        client.Requests.Select(r => r.Trace!.Value.TraceId).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Retry_ServerAsksForAPause_WaitsAtLeastThatLong()
    {
        TimeSpan?[] asked = [TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), null];
        var time = new ManualTime();
        var client = new PumpedClient(
            (_, i) =>
                PumpedClient.Result("Answer: right", i < asked.Length ? CallOutcome.Overloaded : CallOutcome.Completed) with
                {
                    RetryAfter = i < asked.Length ? asked[i] : null,
                }
        );
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("direct")!.CreateWith()) with
        {
            Retry = new RetrySettings { Attempts = asked.Length, Delay = TimeSpan.FromSeconds(4) },
        };

        client.Run(plan, time: time, beforeRelease: time.AdvanceToNext).State.ShouldBe(TaskState.Solved);

        // The pauses of the workload are 4, 8, 16 and 32 s; a server can extend one to five minutes.
        time.Pauses.Select(pause => pause.TotalSeconds).ShouldBe([30, 8, 300, 32]);
    }

    [Theory]
    [InlineData(0, CallOutcome.Overloaded)]
    [InlineData(3, CallOutcome.Rejected)]
    [InlineData(3, CallOutcome.TimedOut)]
    public void Retry_NotConfigured_IsOneFailedCall(int attempts, CallOutcome outcome)
    {
        var client = new PumpedClient((_, _) => PumpedClient.Result("", outcome));
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("direct")!.CreateWith()) with
        {
            Retry = new RetrySettings { Attempts = attempts },
        };

        client.Run(plan).State.ShouldBe(TaskState.Failed);
        client.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void Options_WorkloadAndStrategy_WorkloadComesFirst()
    {
        var client = PumpedClient.Saying("Final Answer: right");
        var options = new OptionSettings
        {
            Temperature = 0.3,
            MaxTokens = 33,
            TopP = 0.9,
            Think = ThinkLevel.Off,
            KeepAlive = "5m",
        };
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("react")!.CreateWith()) with
        {
            Roles = new Dictionary<string, RoleBinding> { ["default"] = new(client, "m", options) { ContextLength = 4096 } },
            Deadline = TimeSpan.FromSeconds(9),
        };

        client.Run(plan);

        var request = client.Requests.ShouldHaveSingleItem();
        (request.Model, request.Deadline, request.TaskId).ShouldBe(("m", TimeSpan.FromSeconds(9), 7L));
        var sent = request.Options;
        (sent.Temperature, sent.MaxTokens, sent.TopP, sent.Think, sent.KeepAlive, sent.ContextLength, sent.FixedLength).ShouldBe(
            (0.3, 33, 0.9, ThinkLevel.Off, "5m", 4096, false)
        );
    }

    [Fact]
    public void Record_CallWithTimings_HasSecondsSinceTheStartOfTheRunAndSinceSent()
    {
        var time = new ManualTime();
        var start = time.GetTimestamp();
        long At(double seconds) => start + (long)(seconds * TimeSpan.TicksPerSecond);
        var client = new PumpedClient(
            (_, _) =>
                PumpedClient.Result("Answer: right") with
                {
                    Sent = At(1),
                    FirstChunk = At(1.5),
                    FirstOutput = At(1.75),
                    LastChunk = At(3),
                    End = At(3.5),
                    CachedTokens = 900,
                    ServerDecode = 1.25,
                }
        );

        var task = client.Run(
            Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("direct")!.CreateWith()),
            time: time,
            beforeRelease: () => time.Advance(TimeSpan.FromSeconds(3.5))
        );

        var step = task.Steps.ShouldHaveSingleItem();
        (step.Asked, step.Sent, step.End).ShouldBe((0, 1, 3.5));
        (step.Call!.Ttft, step.Call.Ttfo, step.Call.LastChunk).ShouldBe((0.5, 0.75, 2));
        (step.Call.PromptTokens, step.Call.CachedTokens, step.Call.CompletionTokens, step.Call.ReasoningTokens).ShouldBe(
            (1000, 900, 10, null)
        );
        (step.Call.ServerDecode, step.Call.ServerQueue).ShouldBe((1.25, null));
        (task.IntendedStart, task.Start, task.End).ShouldBe((0, 0, 3.5));
        (task.Id, task.Agent, task.Group, task.Strategy, task.ProblemId).ShouldBe((7, 3, "group", "direct", "fake/1"));
    }

    [Fact]
    public void Runner_StrategyThatThrows_FailsWithTheException()
    {
        var client = PumpedClient.Saying("x");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(), new Buggy()));

        task.State.ShouldBe(TaskState.Failed);
        task.Error.ShouldBe("InvalidOperationException: it broke here");
    }

    private static TaskPlan Plan(IModelClient client, int samples) =>
        Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("self-consistency")!.CreateWith(("samples", (long)samples)));

    private sealed class Buggy : IStrategy
    {
        public string Name => "buggy";

        public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("it broke\nhere");
    }

    private sealed class Counter : ICallObserver
    {
        public int Started { get; private set; }

        public int Ended { get; private set; }

        public void OnCallStarted() => Started++;

        public void OnCallEnded(StepRecord step) => Ended++;
    }
}

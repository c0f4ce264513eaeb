using System.Text.Json;
using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions.Migration;

/// <summary>Tasks that are suspended between two steps and continue on another host.</summary>
public sealed class MovedTaskTests
{
    private const int MostPlaces = 16;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Task_SuspendedAtAnyStep_EndsAsIfUninterruptedAndRepeatsNoCall(bool isShaped)
    {
        foreach (var entry in StrategyCatalog.All)
        {
            foreach (var problem in new[] { new FakeProblem(hasTools: true), new FakeProblem(new FakeSearch(3)) })
            {
                Func<PumpedClient, TaskPlan> plan = client =>
                    Tasks.Plan(client, problem, entry.CreateWith(), isShaped ? new ShapedBehaviour(BehaviourProfile.Default, 5) : null, 5);
                var undisturbed = Client();
                var expected = undisturbed.Run(plan(undisturbed));
                var random = new Random(3);
                var places = Enumerable.Range(0, undisturbed.Requests.Count + 1).ToArray();
                random.Shuffle(places);
                foreach (var place in places.Take(MostPlaces))
                {
                    var moved = Move(plan, [place, place + 1 + random.Next(20)], random, entry.Name);

                    moved.Task.Graph().ShouldBe(expected.Graph(), entry.Name);
                    (moved.Task.Answer, moved.Task.State, moved.Task.ParseFailures).ShouldBe(
                        (expected.Answer, expected.State, expected.ParseFailures)
                    );
                    moved.Task.Steps.Select(s => s.Id).ShouldBe(Enumerable.Range(1, expected.Steps.Count));
                    moved.Task.Steps.ShouldAllBe(s => s.After.All(id => id < s.Id));
                    ByKey(moved.Task, s => s.Score).ShouldBe(ByKey(expected, s => s.Score), ignoreOrder: true);
                    moved.Requests.ShouldBe(undisturbed.Requests.Count);
                }
            }
        }
    }

    [Fact]
    public void Task_CallBudget_IsEnforcedAcrossHosts()
    {
        for (var place = 0; place <= 10; place++)
        {
            var moved = Move(
                client =>
                    Tasks.Plan(
                        client,
                        new FakeProblem(new FakeSearch(4)),
                        Scripts.Strategy("tree-of-thoughts"),
                        new ShapedBehaviour(BehaviourProfile.Default, 1)
                    ) with
                    {
                        Budget = new() { Calls = 10 },
                    },
                [place],
                new Random(place),
                "budget"
            );

            moved.Task.State.ShouldBe(TaskState.OutOfBudget);
            moved.Task.BudgetReached.ShouldBe(TaskBudgetKind.Calls);
            moved.Requests.ShouldBe(10);
            moved.Task.Steps.Count.ShouldBe(10);
        }
    }

    [Fact]
    public void Task_FailedCalls_AreRetriedOnceAcrossHosts()
    {
        PumpedClient Failing() =>
            new((request, _) => request.Options.Seed % 3 == 0 ? PumpedClient.Result("", CallOutcome.ServerError) : Reply(request));
        Func<PumpedClient, TaskPlan> plan = client =>
            Tasks.Plan(client, new FakeProblem(), Scripts.Strategy("self-consistency", ("samples", 20L))) with
            {
                Retry = new()
                {
                    Attempts = 2,
                    Delay = TimeSpan.Zero,
                    On = [CallOutcome.ServerError],
                },
            };
        var undisturbed = Failing();
        var expected = undisturbed.Run(plan(undisturbed));
        expected.Steps.ShouldContain(s => s.Call!.RetryOf != null);
        for (var place = 0; place < expected.Steps.Count; place++)
        {
            var moved = Move(plan, [place], new Random(place), "retries", Failing);

            moved.Task.Graph().ShouldBe(expected.Graph());
            moved.Task.Answer.ShouldBe(expected.Answer);
            moved.Requests.ShouldBe(undisturbed.Requests.Count);
        }
    }

    [Fact]
    public void Task_ThatMoves_KeepsItsStartAndInstants()
    {
        var time = new ManualTime();
        var clock = RunClock.StartNow(time);
        time.Advance(TimeSpan.FromSeconds(5));
        using var leave = new CancellationTokenSource();
        var first = Client();
        var plan = Tasks.Plan(first, new FakeProblem(), Scripts.Strategy("self-refine")) with
        {
            Budget = new() { Time = TimeSpan.FromSeconds(60) },
        };
        var carried = first
            .Run(
                new Random(1),
                () => TaskRunner.RunAsync(plan, clock, null, null, leave.Token, CancellationToken.None),
                () => leave.Cancel()
            )
            .Snapshot!;
        time.Advance(TimeSpan.FromSeconds(100));
        var second = Client();
        var record = second
            .Run(
                new Random(1),
                () => TaskRunner.RunAsync(plan, clock, null, Packed(carried), CancellationToken.None, CancellationToken.None)
            )
            .Record!;

        record.Start.ShouldBe(5);
        carried.Calls.ShouldBe(1);
        record.Steps.ShouldHaveSingleItem().ShouldBe(carried.Steps[0].Record with { OnCriticalPath = true }, new SameStep());
        record.State.ShouldBe(TaskState.OutOfBudget, "the time that a task waits for a host is time of the task");
        record.End.ShouldBe(105);
    }

    [Fact]
    public void Task_ThatCannotMove_EndsOnItsHost()
    {
        using var leave = new CancellationTokenSource();
        leave.Cancel();
        var client = Client();
        var plan = Tasks.Plan(client, new FakeProblem(), Scripts.Strategy("self-refine")) with { CanMove = false };

        client
            .Run(
                new Random(1),
                () => TaskRunner.RunAsync(plan, RunClock.StartNow(TimeProvider.System), null, null, leave.Token, CancellationToken.None)
            )
            .Record.ShouldNotBeNull();
    }

    /// <summary>Runs a task that is suspended after the given numbers of calls, and then to its end.</summary>
    private static (TaskRecord Task, int Requests) Move(
        Func<PumpedClient, TaskPlan> plan,
        int[] places,
        Random random,
        string what,
        Func<PumpedClient>? host = null
    )
    {
        var requests = 0;
        TaskSnapshot? carried = null;
        foreach (var place in places.Append(int.MaxValue))
        {
            using var leave = new CancellationTokenSource();
            var client = (host ?? Client)();
            var outcome = client.Run(
                random,
                () =>
                    TaskRunner.RunAsync(
                        plan(client),
                        RunClock.StartNow(TimeProvider.System),
                        null,
                        carried,
                        leave.Token,
                        CancellationToken.None
                    ),
                () =>
                {
                    if (requests + client.Requests.Count >= place)
                    {
                        leave.Cancel();
                    }
                }
            );
            requests += client.Requests.Count;
            if (outcome.Record is { } record)
            {
                return (record, requests);
            }

            carried = Packed(outcome.Snapshot!);
            carried.Calls.ShouldBe(requests, what);
        }

        throw new InvalidOperationException("The task was not suspended, but did not end.");
    }

    private static TaskSnapshot Packed(TaskSnapshot task) => JsonSerializer.Deserialize<TaskSnapshot>(JsonSerializer.Serialize(task))!;

    private static PumpedClient Client() => new((request, _) => Reply(request));

    /// <summary>Returns a reply that depends on the prompt and the seed of the call, so that a wrong reply is detected.</summary>
    private static CallResult Reply(CallRequest request)
    {
        var dice = SearchChecks.Dice((int)(request.Options.Seed ?? 0), string.Join('\n', request.Messages.Select(m => m.Content)));
        return PumpedClient.Result(
            dice.Next(6) switch
            {
                0 => $"w{dice.Next(9)} v{dice.Next(9)}",
                1 => $"Answer: {dice.Next(9)}",
                2 => """Action: search[{"query":"x"}]""",
                3 => $"1. one {dice.Next(9)}\n2. two\n3. three",
                4 => $"{dice.Next(9)}",
                _ => $"The best choice is {1 + dice.Next(2)}\nScore: {dice.Next(9)}",
            }
        );
    }

    private static Dictionary<string, T> ByKey<T>(TaskRecord task, Func<StepRecord, T> value) => task.Steps.ToDictionary(s => s.Key, value);

    private sealed class SameStep : IEqualityComparer<StepRecord>
    {
        public bool Equals(StepRecord? x, StepRecord? y) => Text(x!) == Text(y!);

        public int GetHashCode(StepRecord obj) => obj.Id;

        private static string Text(StepRecord step) => JsonSerializer.Serialize(step with { OnCriticalPath = false });
    }
}

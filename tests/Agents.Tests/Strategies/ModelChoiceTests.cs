using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

/// <summary>Tests of cascade and router.</summary>
public sealed class ModelChoiceTests
{
    private static readonly string[] Roles = ["small", "medium", "medium2", "medium3", "large", "critic", "router"];

    [Fact]
    public void Cascade_TrainedScorer_StopsAtFirstAcceptedAnswer()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var depth = random.Next(1, 6);
            // Per stage: correct, wrong, unparsable, failed.
            var says = Enumerable.Range(0, depth).Select(_ => random.Next(4)).ToArray();
            var client = new PumpedClient((_, i) => Say(says[i]));

            var task = client.Run(Plan(client, "cascade", ("depth", (long)depth), ("scorer", "trained"), ("accuracy", 1.0)), random);

            var kept = Array.IndexOf(says, 0);
            var stages = kept < 0 ? depth : kept + 1;
            client.Requests.Select(r => r.Model).ShouldBe(Chain(depth).Take(stages));
            client.InFlight.ShouldAllBe(n => n == 1);
            task.State.ShouldBe(
                kept >= 0 ? TaskState.Solved
                : says.All(s => s == 3) ? TaskState.Failed
                : TaskState.Unsolved
            );
            task.ParseFailures.ShouldBe(says.Take(stages).Count(s => s == 2));
            task.Steps.ShouldAllBe(s => s.Uses.Count == 0 && s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            task.Steps.Where(s => s.OnAnswerPath).Select(s => s.Id).ShouldBe(task.Answer is null ? [] : [stages]);
        }
    }

    [Fact]
    public void Cascade_ScoringModel_AddsOneCallPerStageExceptLast()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var depth = random.Next(1, 6);
            var scores = Enumerable.Range(0, depth).Select(_ => random.Next(0, 11)).ToArray();
            var stage = 0;
            var client = new PumpedClient(
                (r, _) => PumpedClient.Result(r.Model == "critic" ? $"Score: {scores[stage++]}" : "Answer: right")
            );

            var task = client.Run(Plan(client, "cascade", ("depth", (long)depth)), random);

            var kept = Array.FindIndex(scores, 0, depth - 1, s => s >= 7);
            var stages = kept < 0 ? depth : kept + 1;
            client.Requests.Count(r => r.Model == "critic").ShouldBe(kept < 0 ? depth - 1 : stages);
            client.Requests.Where(r => r.Model != "critic").Select(r => r.Model).ShouldBe(Chain(depth).Take(stages));
            client.InFlight.ShouldAllBe(n => n == 1);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            task.Named("score").ShouldAllBe(s => s.Uses.SequenceEqual(s.After), "a score is of the stage before it");
            task.Steps.Where(s => s.Name != "score").ShouldAllBe(s => s.Uses.Count == 0, "nothing of a stage goes into the next");
            task.State.ShouldBe(TaskState.Solved);
        }
    }

    [Fact]
    public void Cascade_TrainedScorer_AcceptsAnswersAccordingToAccuracy()
    {
        // 2,000 wrong answers at accuracy 0.9: 200 accepted ± 5 standard deviations of 13.4.
        var kept = Enumerable
            .Range(0, 2000)
            .Count(seed =>
            {
                var client = PumpedClient.Saying("Answer: wrong");
                client.Run(Plan(client, "cascade", ("depth", 2L), ("scorer", "trained")) with { Seed = (ulong)seed });
                return client.Requests.Count == 1;
            });

        kept.ShouldBeInRange(133, 267);
    }

    [Theory]
    [InlineData("random", 1)]
    [InlineData("length", 1)]
    [InlineData("model", 2)]
    public void Router_AnyRule_MakesOneCallAndOneMoreIfModelRoutes(string by, int calls)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var difficulty = seed % 11;
            var words = seed % 16;
            var client = new PumpedClient((r, _) => PumpedClient.Result(r.Model == "router" ? $"Score: {difficulty}" : "Answer: right"));

            var task = client.Run(Plan(client, "router", ("by", by), ("words", (long)words)) with { Seed = (ulong)seed });

            client.Requests.Count.ShouldBe(calls);
            client.InFlight.ShouldAllBe(n => n == 1);
            task.Steps.ShouldAllBe(s => s.After.SequenceEqual(s.Id == 1 ? Array.Empty<int>() : new[] { s.Id - 1 }));
            Scripts.ShouldBeSeparate(client.Requests);
            task.State.ShouldBe(TaskState.Solved);
            task.Steps.ShouldAllBe(s => s.OnAnswerPath);
            var isLarge = by switch
            {
                "model" => difficulty >= 7,
                "length" => words <= 8,
                _ => client.Requests[^1].Model == "large",
            };
            client.Requests[^1].Model.ShouldBe(isLarge ? "large" : "small");
        }
    }

    [Theory]
    [InlineData("random")]
    [InlineData("length")]
    [InlineData("model")]
    public void Router_Shaped_SendsShareToLargeModelForEveryRule(string by)
    {
        // 2,000 tasks at 0.2: 400 ± 5 standard deviations of 17.9.
        var large = Enumerable
            .Range(0, 2000)
            .Count(seed =>
            {
                var client = PumpedClient.Saying("x");
                var plan = Plan(client, "router", ("by", by)) with
                {
                    Seed = (ulong)seed,
                    Behaviour = new ShapedBehaviour(BehaviourProfile.Default, (ulong)seed),
                };
                client.Run(plan);
                return client.Requests[^1].Model == "large";
            });

        large.ShouldBeInRange(311, 489);
    }

    [Fact]
    public void Router_RoutingFailsOrIsUnparsable_UsesLargeModel()
    {
        foreach (var outcome in new[] { CallOutcome.Completed, CallOutcome.ServerError })
        {
            var client = new PumpedClient(
                (r, _) => r.Model == "router" ? PumpedClient.Result("hm", outcome) : PumpedClient.Result("Answer: right")
            );

            var task = client.Run(Plan(client, "router"));

            client.Requests[^1].Model.ShouldBe("large");
            task.ParseFailures.ShouldBe(outcome == CallOutcome.Completed ? 1 : 0);
        }
    }

    [Fact]
    public void Cascade_NestedTree_RunsAtItsPlace()
    {
        var client = new PumpedClient(
            (r, _) =>
                PumpedClient.Result(
                    r.Messages[0].Content switch
                    {
                        var c when c.StartsWith("propose", StringComparison.Ordinal) => "a b",
                        var c when c.StartsWith("value", StringComparison.Ordinal) => "1",
                        _ => "hm",
                    }
                )
        );
        var tree = Choice.Of("tree-of-thoughts", ("breadth", 1L), ("evaluations", 1L));
        var plan = Plan(client, "cascade", ("depth", 2L), ("scorer", "trained"), ("large", tree)) with
        {
            Problem = new FakeProblem(new FakeSearch(2)),
        };

        var task = client.Run(plan);

        task.Answer.ShouldBe("a a");
        task.Steps[1].Key.ShouldBe("stage/2/L1/propose/1");
        task.Steps[1].After.ShouldBe([1]);
        client.Requests.Select(r => r.Model).ShouldBe(["small", .. Enumerable.Repeat("large", 6)]);
    }

    private static TaskPlan Plan(IModelClient client, string strategy, params (string, object)[] settings)
    {
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find(strategy)!.CreateWith(settings));
        var roles = new Dictionary<string, RoleBinding>(plan.Roles);
        foreach (var role in Roles)
        {
            roles[role] = new RoleBinding(client, role, new OptionSettings());
        }

        return plan with
        {
            Roles = roles,
        };
    }

    private static IEnumerable<string> Chain(int depth) =>
        depth == 1 ? ["large"] : ["small", .. new[] { "medium", "medium2", "medium3" }.Take(depth - 2), "large"];

    private static CallResult Say(int kind) =>
        kind switch
        {
            0 => PumpedClient.Result("Answer: right"),
            1 => PumpedClient.Result("Answer: wrong"),
            2 => PumpedClient.Result("hm"),
            _ => PumpedClient.Result("", CallOutcome.ServerError),
        };
}

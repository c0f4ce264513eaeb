using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Sessions;

public sealed class NestingTests
{
    [Fact]
    public void RunNested_RandomTrees_RecordsOneGraphWithUniquePrefixedKeys()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var strategy = new Team(random.Next(1, 5), random.Next(1, 4));
            var client = PumpedClient.Saying("Answer: right");

            var task = client.Run(Tasks.Plan(client, new FakeProblem(), strategy), random);

            task.State.ShouldBe(TaskState.Solved);
            task.Steps.Select(s => s.Key).ShouldBeUnique();
            task.Named("ask").Count.ShouldBe(strategy.Calls);
            client.InFlight.Max().ShouldBeLessThanOrEqualTo(strategy.Peak);
            task.Steps.ShouldAllBe(s => s.OnAnswerPath);
            task.Steps.Where(s => s.After.Count == 0).ShouldHaveSingleItem().Key.ShouldBe("ask/1");
            foreach (var step in task.Steps.Where(s => s.Key.EndsWith("/ask/1", StringComparison.Ordinal)))
            {
                // The first step of a team waits for the first step of the outer team.
                var around = step.Key.Split('/')[..^4];
                task.Steps.Single(s => s.Key == string.Join('/', [.. around, "ask", "1"])).Id.ShouldBe(step.After.ShouldHaveSingleItem());
            }
        }
    }

    [Fact]
    public void RunNested_SameSeed_ShapedDecisionsDependOnlyOnThePrefix()
    {
        var graphs = Enumerable
            .Range(0, 20)
            .Select(i =>
            {
                var client = PumpedClient.Saying($"text {i}");
                var behaviour = new ShapedBehaviour(BehaviourProfile.Default, 5);
                var react = StrategyCatalog.Find("react")!.CreateWith();
                return client
                    .Run(Tasks.Plan(client, new FakeProblem(hasTools: true), new Side(react, 6), behaviour, seed: 5), new Random(i))
                    .Graph();
            })
            .ToArray();

        graphs.ShouldAllBe(g => g == graphs[0]);
        var lengths = graphs[0].Split('\n').GroupBy(line => line.Split('/')[1]).Select(g => g.Count()).ToArray();
        lengths.Length.ShouldBe(6);
        lengths.Distinct().Count().ShouldBeGreaterThan(1, "every place draws its own decisions");
    }

    [Theory]
    [InlineData("worker", "worker")]
    [InlineData("other", "default")]
    public void RunNested_RoleOfTheScope_ServesTheDefaultRole(string bound, string served)
    {
        var client = PumpedClient.Saying("Answer: right");
        var plan = Tasks.Plan(client, new FakeProblem(), new Side(StrategyCatalog.Find("direct")!.CreateWith(), 1));
        plan = plan with { Roles = new Dictionary<string, RoleBinding>(plan.Roles) { [bound] = new(client, "big", new OptionSettings()) } };

        client.Run(plan);

        client.Requests.ShouldHaveSingleItem().Model.ShouldBe(served == "worker" ? "big" : "model");
    }

    [Fact]
    public void RunNested_NoAnswer_StillHasLeafSteps()
    {
        var client = PumpedClient.Saying("nothing to read");
        NestedAnswer? answer = null;
        var strategy = new Script(
            async (session, stop) =>
            {
                answer = await session.RunNestedAsync(StrategyCatalog.Find("react")!.CreateWith(("steps", 2L)), new NestedScope("a"), stop);
                return Answer.NoAnswer;
            }
        );

        var task = client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), strategy));

        answer!.Text.ShouldBeNull();
        answer.LeafSteps.ShouldBe([task.Steps[^1].Id]);
        task.ParseFailures.ShouldBe(4);
    }

    [Theory]
    [InlineData("L2/propose/3", 2, "propose")]
    [InlineData("sample/4", 1, "sample")]
    [InlineData("worker/2/L3/value/1/2", 3, "value")]
    [InlineData("worker/2/act/7#2", 1, "act")]
    public void Key_Nested_NamesTheInnermostLevelAndStep(string key, int level, string name)
    {
        StepKeys.LevelOf(key).ShouldBe(level);
        StepKeys.NameOf(key).ShouldBe(name);
    }

    private static CallSpec Ask(int index, IReadOnlyList<int> after) =>
        new("ask", StepKeys.Of("ask", index), [ChatMessage.User("?")]) { After = after };

    /// <summary>Makes a call, runs nested teams concurrently, and makes another call.</summary>
    private sealed class Team(int width, int depth) : IStrategy
    {
        public string Name => "team";

        public int Calls => depth == 1 ? 1 : 2 + (width * new Team(width, depth - 1).Calls);

        public int Peak => depth == 1 ? 1 : width * new Team(width, depth - 1).Peak;

        public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
        {
            var first = await session.CallAsync(Ask(1, []), cancellationToken);
            if (depth == 1)
            {
                return new Answer("right", [first.Step]);
            }

            var parts = await Task.WhenAll(
                Enumerable
                    .Range(1, width)
                    .Select(i =>
                        session.RunNestedAsync(
                            new Team(width, depth - 1),
                            new NestedScope(StepKeys.Of("member", i)) { After = [first.Step] },
                            cancellationToken
                        )
                    )
            );
            var last = await session.CallAsync(Ask(2, [.. parts.SelectMany(p => p.LeafSteps)]), cancellationToken);
            return new Answer("right", [last.Step]);
        }
    }

    /// <summary>Runs the same strategy several times concurrently.</summary>
    private sealed class Side(IStrategy strategy, int times) : IStrategy
    {
        public string Name => "side";

        public async Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken)
        {
            var all = await Task.WhenAll(
                Enumerable
                    .Range(1, times)
                    .Select(i =>
                        session.RunNestedAsync(strategy, new NestedScope(StepKeys.Of("side", i)) { Role = "worker" }, cancellationToken)
                    )
            );
            return new Answer(all[0].Text, all[0].Steps);
        }
    }

    private sealed class Script(Func<Session, CancellationToken, Task<Answer>> solve) : IStrategy
    {
        public string Name => "script";

        public Task<Answer> SolveAsync(Session session, CancellationToken cancellationToken) => solve(session, cancellationToken);
    }
}

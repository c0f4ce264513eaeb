using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class LlmCompilerTests
{
    [Fact]
    public void LlmCompiler_RandomGraphs_MakesTwoCallsPerRoundAndWaitsForDependencies()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var replans = random.Next(0, 4);
            var answersIn = random.Next(1, 6);
            var needs = Enumerable.Range(0, replans + 1).Select(_ => RandomNeeds(random)).ToArray();
            var client = new PumpedClient(
                (_, i) =>
                    PumpedClient.Result(
                        i % 2 == 0 ? PlanOf(needs[i / 2])
                        : (i / 2) + 1 == answersIn ? "Final Answer: right"
                        : "Replan: more"
                    )
            );

            var task = client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), Strategy(replans)), random);

            var rounds = Math.Min(answersIn, replans + 1);
            client.Requests.Count.ShouldBe(2 * rounds);
            client.InFlight.ShouldAllBe(n => n == 1);

            // Plan and join of a round wait for those of the previous round.
            client
                .Requests.Zip(client.Requests.Skip(2))
                .ShouldAllBe(p => p.Second.Messages[0].Content.StartsWith(Header(p.First), StringComparison.Ordinal));
            task.State.ShouldBe(answersIn <= replans + 1 ? TaskState.Solved : TaskState.Unsolved);
            task.ParseFailures.ShouldBe(0);
            var byKey = task.Steps.ToDictionary(s => s.Key);
            task.Steps.Count(s => s.Kind == StepKind.Tool).ShouldBe(needs.Take(rounds).Sum(n => n.Length));
            for (var round = 0; round < rounds; round++)
            {
                var plan = byKey[$"plan/{round + 1}"].Id;
                for (var i = 0; i < needs[round].Length; i++)
                {
                    byKey[$"L{round + 1}/tool/{i + 1}"]
                        .After.ShouldBe(needs[round][i].Select(n => byKey[$"L{round + 1}/tool/{n}"].Id).Append(plan), ignoreOrder: true);
                }

                var tools = task.Steps.Where(s => s.Key.StartsWith($"L{round + 1}/", StringComparison.Ordinal)).Select(s => s.Id);
                tools.Append(plan).Except(byKey[$"join/{round + 1}"].After).ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public void LlmCompiler_NoPlan_EndsUnsolvedAndCountsFailures()
    {
        var client = PumpedClient.Saying("I do not know");

        var task = client.Run(Tasks.Plan(client, new FakeProblem(hasTools: true), Strategy(2)));

        task.State.ShouldBe(TaskState.Unsolved);
        client.Requests.Count.ShouldBe(6);
        task.ParseFailures.ShouldBe(6);
    }

    [Fact]
    public void LlmCompiler_ReferenceInArguments_IsReplacedByToolResult()
    {
        var problem = ProblemCatalog.Find("multihop")!.CreateWith(("hops", 2L), ("latency", "0s")).Create(3);
        MultiHop(problem, out var person, out var relations);
        var client = new PumpedClient(
            (_, i) =>
                PumpedClient.Result(
                    i == 0
                        ? $$"""
                        Step 1: lookup({"entity": "{{person}}", "relation": "{{relations[0]}}"})
                        Step 2: lookup({"entity": "$1", "relation": "{{relations[1]}}"})
                        """
                        : "Replan: look again"
                )
        );

        var task = client.Run(Tasks.Plan(client, problem, Strategy(0)));

        task.Steps.ShouldAllBe(s => s.ToolError == null);
        client
            .Requests[1]
            .Messages[0]
            .Content.Split('\n')
            .Count(l => l.StartsWith("Observation: The ", StringComparison.Ordinal))
            .ShouldBe(2);
    }

    private static void MultiHop(Problem problem, out string person, out IReadOnlyList<string> relations)
    {
        MultiHopPrompts.TryReadQuestion(problem.Question, out var chains).ShouldBeTrue();
        (person, relations) = (chains[0].Start, chains[0].Relations);
    }

    /// <summary>A prompt without the joiner's instructions at its end.</summary>
    private static string Header(CallRequest request) => request.Messages[0].Content.Split("\nEither end with")[0];

    private static IStrategy Strategy(int replans) => StrategyCatalog.Find("llm-compiler")!.CreateWith(("replans", (long)replans));

    private static int[][] RandomNeeds(Random random) =>
        [.. Enumerable.Range(1, random.Next(1, 8)).Select(i => Enumerable.Range(1, i - 1).Where(_ => random.Next(3) == 0).ToArray())];

    private static string PlanOf(int[][] needs) =>
        string.Join(
            '\n',
            needs.Select((need, i) => $"Step {i + 1}: search({{\"query\": \"q{string.Concat(need.Select(n => $" ${n}"))}\"}})")
        );
}

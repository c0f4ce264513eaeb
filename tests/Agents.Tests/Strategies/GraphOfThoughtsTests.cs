using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class GraphOfThoughtsTests
{
    private static readonly BehaviourProfile Parsable = BehaviourProfile.Default with
    {
        Unparsable = new Dictionary<string, double> { [""] = 0 },
    };

    [Fact]
    public void GraphOfThoughts_Defaults_Is31Calls()
    {
        foreach (var problem in new[] { new SortingSource().Create(1), new FakeProblem() })
        {
            var client = PumpedClient.Saying("");

            var task = client.Run(
                Tasks.Plan(client, problem, StrategyCatalog.Find("graph-of-thoughts")!.CreateWith(), new ShapedBehaviour(Parsable, 1))
            );

            task.Steps.Count.ShouldBe(31);
            task.Steps.GroupBy(s => s.Name)
                .Select(g => (g.Key, g.Count()))
                .ShouldBe([("split", 1), ("solve", 10), ("merge", 10), ("improve", 10)]);
            client.InFlight.ShouldBe(new[] { 1, 10, 10, 10 }.SelectMany(n => Enumerable.Range(1, n).Reverse()));
        }
    }

    [Fact]
    public void GraphOfThoughts_RandomSettings_HasTheFormulasCallsJoinsAndSharedPrompts()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (parts, samples, merges, improvements) = (random.Next(2, 9), random.Next(1, 6), random.Next(1, 6), random.Next(0, 6));
            var client = PumpedClient.Saying("");
            var strategy = StrategyCatalog
                .Find("graph-of-thoughts")!
                .CreateWith(
                    ("parts", (long)parts),
                    ("samples", (long)samples),
                    ("merges", (long)merges),
                    ("improvements", (long)improvements)
                );

            var task = client.Run(
                Tasks.Plan(client, new SortingSource(32).Create((ulong)seed), strategy, new ShapedBehaviour(Parsable, (ulong)seed)),
                random
            );

            task.Steps.Count.ShouldBe(1 + (parts * samples) + ((parts - 1) * merges) + improvements);
            client
                .InFlight.Max()
                .ShouldBeLessThanOrEqualTo(
                    Math.Max(
                        Math.Max(parts * samples, parts / 2 * merges),
                        Math.Max(improvements, ((parts / 2) * merges) + (parts * samples))
                    )
                );
            client.InFlight.Skip(1).First().ShouldBe(parts * samples);
            SearchChecks.CheckEdges(task);
            task.Named("solve").ShouldAllBe(s => s.After.SequenceEqual(new[] { 1 }));

            // Attempts of one part send the same prompt; a merge waits for all attempts of two parts and uses one of each.
            foreach (var place in task.Steps.Where(s => s.Name != "split").GroupBy(s => s.Key[..s.Key.LastIndexOf('/')]))
            {
                place.Select(s => client.Requests[s.Id - 1].Messages[0].Content).Distinct().Count().ShouldBe(1);
                place
                    .Count()
                    .ShouldBe(
                        place.First().Name switch
                        {
                            "solve" => samples,
                            "merge" => merges,
                            _ => improvements,
                        }
                    );
                if (place.First().Name == "merge")
                {
                    place.ShouldAllBe(s => s.Uses.Count == 2);
                    place.First().After.Select(id => Place(task.Steps[id - 1])).Distinct().Count().ShouldBe(2);
                }
            }

            foreach (var improve in task.Named("improve"))
            {
                improve.After.Count.ShouldBe(merges);
                improve.Uses.Count.ShouldBe(1);
            }
        }
    }

    [Fact]
    public void GraphOfThoughts_OneCorrectSolution_IsSelectedByScore()
    {
        var problem = (SortingProblem)new SortingSource(16).Create(3);
        var right = problem.Parts.ShapedSolution(problem.Parts.Whole, right: true, new Random(1));
        var split = problem.Parts.ShapedSplit(2);
        var client = new PumpedClient(
            (_, i) =>
                PumpedClient.Result(
                    i == 0 ? string.Join('\n', split)
                    : i <= 10 ? AnswerText.Write(problem.Parts.ShapedSolution(split[(i - 1) / 5], i is 3 or 9, new Random(i)))
                    : AnswerText.Write(i == 15 ? right : problem.Parts.ShapedSolution(problem.Parts.Whole, right: false, new Random(i)))
                )
        );

        var task = client.Run(Tasks.Plan(client, problem, StrategyCatalog.Find("graph-of-thoughts")!.CreateWith()));

        task.State.ShouldBe(TaskState.Solved);
        task.Steps.Where(s => s.OnAnswerPath).Select(s => s.Key).ShouldBe(["split", "L1/solve/1/3", "L1/solve/2/4", "L2/merge/1/5"]);
    }

    [Fact]
    public void GraphOfThoughts_NothingToParse_EndsUnsolvedWithTheFailuresCounted()
    {
        var client = PumpedClient.Saying("?");

        var task = client.Run(Tasks.Plan(client, new SortingSource().Create(1), StrategyCatalog.Find("graph-of-thoughts")!.CreateWith()));

        (task.State, task.ParseFailures, task.Steps.Count).ShouldBe((TaskState.Unsolved, 1, 1));
    }

    private static string Place(StepRecord step) => step.Key[..step.Key.LastIndexOf('/')];
}

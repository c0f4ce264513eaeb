using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Strategies;

public sealed class DepthFirstTests
{
    [Fact]
    public void DepthFirst_RandomTrees_MakesCallsInOrderOfTheRecursion()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (depth, nodes, perState, evaluations) = (random.Next(1, 5), random.Next(1, 40), random.Next(1, 5), random.Next(1, 4));
            var client = new PumpedClient((r, _) => PumpedClient.Result(Say(seed, SearchChecks.Read(r))));
            var strategy = StrategyCatalog
                .Find("tree-of-thoughts-dfs")!
                .CreateWith(("nodes", (long)nodes), ("perState", (long)perState), ("evaluations", (long)evaluations), ("impossible", 2.0));

            var task = client.Run(Tasks.Plan(client, new FakeProblem(new FakeSearch(depth)), strategy), random);

            var expected = new Recursion(seed, depth, nodes, perState, evaluations);
            var answer = expected.Visit("", 1);
            client.Requests.Select(SearchChecks.Read).ShouldBe(expected.Asked);
            task.Answer.ShouldBe(answer);
            task.State.ShouldBe(TaskState.Unsolved);
            task.Named("value").Count.ShouldBe(expected.Tried * evaluations);
            expected.Tried.ShouldBeLessThanOrEqualTo(nodes);
            task.Steps.Count.ShouldBeLessThanOrEqualTo(1 + (nodes * (1 + evaluations)));

            // Sequential except for the evaluations of one state.
            client.InFlight.Max().ShouldBe(expected.Tried == 0 ? 1 : evaluations);
            SearchChecks.CheckEdges(task);
            SearchChecks.CheckSharedPaths(task, client);
            task.Steps.Skip(1).ShouldAllBe(s => s.After.Count > 0);
        }
    }

    [Fact]
    public void DepthFirst_FirstBranchIsDeadEnd_BacktracksAndExcludesItFromAnswerPath()
    {
        var client = new PumpedClient(
            (r, _) =>
                PumpedClient.Result(
                    SearchChecks.Read(r) switch
                    {
                        ("propose", "") => "left right",
                        ("propose", _) => "end",
                        ("value", "left end") => "0",
                        _ => "1",
                    }
                )
        );

        var task = client.Run(
            Tasks.Plan(client, new FakeProblem(new FakeSearch(2)), StrategyCatalog.Find("tree-of-thoughts-dfs")!.CreateWith())
        );

        task.Answer.ShouldBe("right end");
        task.Steps.Where(s => s.OnAnswerPath).Select(s => s.Key).ShouldBe(["L1/propose/1", "L1/value/3/1", "L2/propose/3", "L2/value/4/1"]);
    }

    [Fact]
    public void DepthFirst_NothingToParse_EndsUnsolvedAfterOneCall()
    {
        var client = PumpedClient.Saying(" ");

        var task = client.Run(
            Tasks.Plan(client, new FakeProblem(new FakeSearch(3)), StrategyCatalog.Find("tree-of-thoughts-dfs")!.CreateWith())
        );

        (task.State, task.ParseFailures, task.Steps.Count).ShouldBe((TaskState.Unsolved, 1, 1));
    }

    private static string Say(int seed, (string Asks, string State) prompt)
    {
        var random = SearchChecks.Dice(seed, prompt.ToString());
        return prompt.Asks == "propose" ? string.Join(' ', Enumerable.Range(0, random.Next(0, 7)).Select(_ => $"w{random.Next(5)}"))
            : random.Next(8) == 0 ? "?"
            : $"{random.Next(5)}";
    }

    /// <summary>The depth-first search of the paper's pseudocode.</summary>
    private sealed class Recursion(int seed, int depth, int nodes, int perState, int evaluations)
    {
        private readonly HashSet<string> _tried = [];

        public List<(string, string)> Asked { get; } = [];

        public int Tried => _tried.Count;

        public string? Visit(string state, int level)
        {
            Asked.Add(("propose", state));
            var words = Say(seed, ("propose", state)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var word in words.Distinct().OrderByDescending(w => words.Count(o => o == w)).Take(perState).ToArray())
            {
                var next = $"{state} {word}".Trim();
                if (_tried.Count >= nodes)
                {
                    return null;
                }

                _tried.Add(next).ShouldBeTrue();
                Asked.AddRange(Enumerable.Repeat(("value", next), evaluations));
                if (int.TryParse(Say(seed, ("value", next)), out var value) && value <= 2)
                {
                    continue;
                }

                if (level == depth)
                {
                    return next;
                }

                if (Visit(next, level + 1) is { } answer)
                {
                    return answer;
                }
            }

            return null;
        }
    }
}

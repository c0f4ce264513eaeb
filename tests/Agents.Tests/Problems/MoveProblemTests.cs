using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Problems.Moves;
using AgentLoad.Agents.Replies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class MoveProblemTests
{
    public static TheoryData<string> Kinds => ["blocksworld", "n-puzzle", "shortest-path"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Plan_EverySeed_HasCostOfExhaustiveSearch(string kind)
    {
        var source = Small(kind);
        for (ulong seed = 0; seed < 25; seed++)
        {
            var problem = (MoveProblem)source.Create(seed);
            problem.Plan.Cost.ShouldBe(Exhaustive(problem.Rules), problem.Question);
            problem.Plan.Moves.Sum(m => m.Cost).ShouldBe(problem.Plan.Cost);
            problem.RequiredSteps.ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Verify_OptimalMoves_AreRightAndCutDoubledOrIllegalOnesWrong(string kind)
    {
        var source = ProblemCatalog.Find(kind)!.CreateWith();
        for (ulong seed = 0; seed < 60; seed++)
        {
            var problem = (MoveProblem)source.Create(seed);
            string[] moves = [.. problem.Plan.Moves.Select(m => m.Text)];
            problem.Verify(problem.Rules.FormatMoves(moves)).ShouldBe(true);
            problem.Score(problem.Rules.FormatMoves(moves)).ShouldBe(1);
            problem.Verify(problem.Rules.FormatMoves(moves[..^1])).ShouldBe(false);
            problem.Verify(problem.Rules.FormatMoves([.. moves, "nonsense"])).ShouldBe(false);
            problem.Verify(problem.Rules.FormatMoves([.. moves, moves[0], moves[0], moves[0]])).ShouldBe(false);
            problem.ExtractAnswer($"I think.\n**Answer:** {problem.Rules.FormatMoves(moves)}\n").ShouldBe(problem.Rules.FormatMoves(moves));
        }
    }

    [Theory]
    [InlineData("blocksworld")]
    [InlineData("n-puzzle")]
    public void Verify_Detour_IsCorrectUnlessOptimalIsRequired(string kind)
    {
        var (any, optimal) = (ProblemCatalog.Find(kind)!.CreateWith(), ProblemCatalog.Find(kind)!.CreateWith(("optimal", true)));
        for (ulong seed = 0; seed < 40; seed++)
        {
            var problem = (MoveProblem)any.Create(seed);
            var there = problem.Rules.Moves(problem.Rules.Start).First();
            var back = problem.Rules.Moves(there.Next).First(m => m.Next == problem.Rules.Start);
            var detour = problem.Rules.FormatMoves([there.Text, back.Text, .. problem.Plan.Moves.Select(m => m.Text)]);
            problem.Verify(detour).ShouldBe(true);
            problem.Score(detour)!.Value.ShouldBe((double)problem.RequiredSteps / (problem.RequiredSteps + 2), 1e-9);
            optimal.Create(seed).Verify(detour).ShouldBe(false);
            optimal.Create(seed).Verify(problem.ShapedAnswer(true, new Random(1))).ShouldBe(true);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Search_FollowingTheOracle_ReachesARightAnswerAtItsDepth(string kind)
    {
        var (source, random) = (ProblemCatalog.Find(kind)!.CreateWith(), new Random(3));
        for (ulong seed = 0; seed < 25; seed++)
        {
            var problem = (MoveProblem)source.Create(seed);
            var state = "";
            for (var level = 0; level < problem.Search.Depth; level++)
            {
                problem.Search.OracleValue(state).ShouldBe(StateText.Sure);
                var all = problem.Search.ShapedProposals(state, int.MaxValue, random);
                problem
                    .Search.ReadProposals(state, string.Join('\n', all.Select(s => "- " + s[state.Length..].Trim())))
                    .ShouldBe(all, ignoreOrder: true);
                var good = all.Where(s => problem.Search.OracleValue(s) == StateText.Sure).ToArray();
                good.ShouldNotBeEmpty(state);
                state = good[random.Next(good.Length)];
            }

            problem.Verify(problem.Search.Answer(state).ShouldNotBeNull()).ShouldBe(true);
            problem.Search.ReadProposals(state, "anything").ShouldBe([state], "a finished state leads to itself");
        }
    }

    [Theory]
    [InlineData("blocksworld", "blocks", 3L, 5L, 8L)]
    [InlineData("n-puzzle", "moves", 4L, 8L, 16L)]
    [InlineData("shortest-path", "nodes", 5L, 12L, 40L)]
    public void RequiredSteps_HarderSettings_Increase(string kind, string setting, params long[] values)
    {
        var means = values
            .Select(v =>
                Enumerable
                    .Range(0, 40)
                    .Average(seed => ProblemCatalog.Find(kind)!.CreateWith((setting, v)).Create((ulong)seed).RequiredSteps)
            )
            .ToArray();
        means.ShouldBeInOrder();
        means.Distinct().Count().ShouldBe(values.Length);
    }

    [Fact]
    public void NPuzzle_MovesSetting_IsTheOptimumExactly()
    {
        foreach (var (size, moves) in new[] { (3L, 1L), (3L, 8L), (3L, 20L), (4L, 12L), (4L, 20L) })
        {
            for (ulong seed = 0; seed < 8; seed++)
            {
                (
                    (MoveProblem)ProblemCatalog.Find("n-puzzle")!.CreateWith(("size", size), ("moves", moves)).Create(seed)
                ).Plan.Cost.ShouldBe((int)moves);
            }
        }
    }

    private static IProblemSource Small(string kind) =>
        kind switch
        {
            "blocksworld" => ProblemCatalog.Find(kind)!.CreateWith(("blocks", 4L)),
            "n-puzzle" => ProblemCatalog.Find(kind)!.CreateWith(("moves", 6L)),
            _ => ProblemCatalog.Find(kind)!.CreateWith(),
        };

    // Relaxes the cost of every position until it converges, without a queue and an estimate.
    private static int Exhaustive(MoveRules rules)
    {
        var costs = new Dictionary<string, int> { [rules.Start] = 0 };
        var fresh = new List<string> { rules.Start };
        while (fresh.Count > 0 && costs.Count < 3_000)
        {
            var next = new List<string>();
            foreach (var (at, move) in fresh.SelectMany(p => rules.Moves(p).Select(m => (p, m))))
            {
                var cost = costs[at] + move.Cost;
                if (costs.TryGetValue(move.Next, out var known) && known <= cost)
                {
                    continue;
                }

                costs[move.Next] = cost;
                next.Add(move.Next);
            }

            fresh = next;
        }

        return costs.Where(c => rules.IsGoal(c.Key)).Min(c => c.Value);
    }
}

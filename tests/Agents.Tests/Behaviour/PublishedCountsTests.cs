using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Behaviour;

/// <summary>Compares shaped Tree of Thoughts on the Game of 24 with the published logs.</summary>
public sealed class PublishedCountsTests
{
    private const int Cases = 200;

    [Fact]
    public void TreeOfThoughts_Game24ShapedAsPublished_HasThePublishedProposalsCandidatesAndTokens()
    {
        var source = new Game24Source();
        var candidates = 0;
        var tokens = 0L;
        var solved = 0;
        for (var seed = 0UL; seed < Cases; seed++)
        {
            var behaviour = new CountingBehaviour(new ShapedBehaviour(BehaviourProfile.Find("tot-game24")!, seed));
            var client = PumpedClient.Saying("");
            var strategy = StrategyCatalog.Find("tree-of-thoughts")!.CreateWith();

            var task = client.Run(Tasks.Plan(client, source.Create(seed), strategy, behaviour, seed));

            task.Named("propose").Count.ShouldBe(16);
            task.Named("value").Count.ShouldBeLessThanOrEqualTo(3 * behaviour.Candidates);
            candidates += behaviour.Candidates;
            tokens += task.Steps.Sum(s => (long)s.Call!.RequestedTokens);
            solved += task.State == TaskState.Solved ? 1 : 0;
        }

        (candidates / (double)Cases).ShouldBe(84, 4);
        (tokens / (double)Cases).ShouldBe(5479, 550);
        // The paper solves 74 % with b = 5; uniform draws from the legal moves solve fewer.
        (solved / (double)Cases).ShouldBeInRange(0.5, 0.8);
    }

    /// <summary>Counts the proposed candidates.</summary>
    private sealed class CountingBehaviour(IBehaviour inner) : IBehaviour
    {
        public int Candidates { get; private set; }

        public bool IsShaped => inner.IsShaped;

        public IReadOnlyList<string> ReadProposals(ISearchSpace search, string state, Reply reply, string key)
        {
            var found = inner.ReadProposals(search, state, reply, key);
            Candidates += found.Count;
            return found;
        }

        public string? ReadAnswer(Problem problem, Reply reply, string key) => inner.ReadAnswer(problem, reply, key);

        public double? ReadValue(ISearchSpace search, string state, Reply reply, string key) => inner.ReadValue(search, state, reply, key);

        public int? ReadVote(int choices, Reply reply, string key) => inner.ReadVote(choices, reply, key);

        public IReadOnlyList<string>? ReadSplit(IDivisible divisible, int parts, Reply reply, string key) =>
            inner.ReadSplit(divisible, parts, reply, key);

        public string? ReadSolution(IDivisible divisible, string part, Reply reply, string key) =>
            inner.ReadSolution(divisible, part, reply, key);

        public AgentAction ReadAction(Problem problem, Reply reply, int turn, string key) => inner.ReadAction(problem, reply, turn, key);

        public double? ReadScore(Problem problem, Reply reply, string key, string? answer = null) =>
            inner.ReadScore(problem, reply, key, answer);

        public bool? ReadVerdict(Problem problem, Reply reply, string key, string? answer = null) =>
            inner.ReadVerdict(problem, reply, key, answer);

        public IReadOnlyList<PlanStep> ReadPlan(Problem problem, Reply reply, int most, bool ofTools, string key) =>
            inner.ReadPlan(problem, reply, most, ofTools, key);

        public int? OutputTokens(string name, string key) => inner.OutputTokens(name, key);
    }
}

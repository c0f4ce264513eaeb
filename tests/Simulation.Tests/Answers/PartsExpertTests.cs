using AgentLoad.Agents.Problems;
using AgentLoad.Inference;
using AgentLoad.Simulation.Answers;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Answers;

public sealed class PartsExpertTests
{
    [Theory]
    [InlineData("sorting")]
    [InlineData("set-intersection")]
    public void Answer_PartsAtFullSkill_AreSplitSolvedMergedAndImprovedCorrectly(string kind)
    {
        var (source, generator, random) = (ProblemCatalog.Find(kind)!.CreateWith(), new SkilledReplyGenerator(1, new()), new Random(2));
        for (ulong seed = 0; seed < 30; seed++)
        {
            var problem = source.Create(seed);
            var divisible = problem.Parts!;
            var parts = divisible.ReadSplit(4, Ask(divisible.SplitPrompt(4))).ShouldNotBeNull();
            divisible.Join(parts).ShouldBe(divisible.Whole);
            var solutions = parts.Select(p => divisible.ReadSolution(Ask(divisible.SolvePrompt(p))).ShouldNotBeNull()).ToArray();
            for (var at = 0; at < parts.Count; at++)
            {
                divisible.Score(parts[at], solutions[at]).ShouldBe(1);
            }

            problem.Verify(divisible.ReadSolution(Ask(divisible.MergePrompt(solutions))).ShouldNotBeNull()).ShouldBe(true);
            var wrong = divisible.ShapedSolution(divisible.Whole, false, random);
            problem.Verify(divisible.ReadSolution(Ask(divisible.ImprovePrompt(divisible.Whole, wrong))).ShouldNotBeNull()).ShouldBe(true);

            string Ask(string prompt) => generator.Generate(new("m", [ChatMessage.User(prompt)], [], int.MaxValue, 0.7, seed, false)).Text;
        }
    }
}

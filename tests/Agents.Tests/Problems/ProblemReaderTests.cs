using AgentLoad.Agents.Problems;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class ProblemReaderTests
{
    public static TheoryData<string> Readable =>
        [.. ProblemCatalog.All.Select(e => e.Name).Where(n => n is not ("open" or "multihop" or "image" or "video"))];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Read_EveryPrompt_GivesAProblemThatJudgesAlike(string kind)
    {
        var source = ProblemCatalog.Find(kind)!.CreateWith();
        for (ulong seed = 0; seed < 100; seed++)
        {
            var problem = source.Create(seed);
            var random = new Random((int)seed);
            foreach (var prompt in new[] { problem.Question, problem.DirectPrompt, problem.ReasoningPrompt, $"Before.\n{problem.Question}\n\nAfter." })
            {
                var read = ProblemReader.Read(prompt).ShouldNotBeNull(prompt);
                read.Kind.ShouldBe(kind);
                read.Verify(problem.ShapedAnswer(true, random)).ShouldBe(true, prompt);
                read.Verify(problem.ShapedAnswer(false, random)).ShouldBe(false, prompt);
                problem.Verify(read.ShapedAnswer(true, random)).ShouldBe(true, prompt);
            }
        }
    }

    [Fact]
    public void Read_HostileTexts_NeverThrows()
    {
        foreach (var text in HostileTexts.All())
        {
            ProblemReader.Read(text);
            foreach (var entry in ProblemCatalog.All)
                ProblemReader.Read(entry.CreateWith().Create(1).Question[..^3] + text);
        }
    }
}

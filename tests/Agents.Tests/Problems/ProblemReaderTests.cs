using AgentLoad.Agents.Problems;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class ProblemReaderTests
{
    public static TheoryData<string> Readable =>
        [.. ProblemCatalog.Generated.Select(e => e.Name).Where(n => n is not ("open" or "multihop" or "image" or "video"))];

    [Theory]
    [MemberData(nameof(Readable))]
    public void Read_EveryPrompt_ReturnsEquivalentProblem(string kind)
    {
        var source = ProblemCatalog.Find(kind)!.CreateWith();
        for (ulong seed = 0; seed < 100; seed++)
        {
            var problem = source.Create(seed);
            var random = new Random((int)seed);
            foreach (
                var prompt in new[]
                {
                    problem.Question,
                    problem.DirectPrompt,
                    problem.ReasoningPrompt,
                    $"Before.\n{problem.Question}\n\nAfter.",
                }
            )
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
    public void Read_MalformedTexts_NeverThrows()
    {
        string[] questions = ["", .. ProblemCatalog.Generated.Select(entry => entry.CreateWith().Create(1).Question)];
        foreach (var (at, text) in MalformedTexts.All().Index())
        {
            // Each question with some of the texts inserted in the middle.
            var question = questions[at % questions.Length];
            ProblemReader.Read(question[..(question.Length / 2)] + text + question[(question.Length / 2)..]);
            ProblemReader.Read(text + question);
        }
    }

    [Fact]
    public void Read_LargeText_TakesBoundedTime()
    {
        foreach (
            var piece in new[]
            {
                "Start: [AB] [C]\nGoal: [",
                "Start: 1 2 3 / ",
                "[",
                "A-B 4, ",
                "cheapest way from A to B along these roads, ",
                "program ",
                "Sort this list",
                ". ",
            }
        )
        {
            ProblemReader.Read(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        }
    }
}

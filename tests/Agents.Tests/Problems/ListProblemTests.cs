using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.Lists;
using AgentLoad.Agents.Problems.SetIntersection;
using AgentLoad.Agents.Problems.Sorting;
using AgentLoad.Agents.Replies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class ListProblemTests
{
    public static TheoryData<string> Kinds => ["sorting", "set-intersection"];

    [Fact]
    public void Sorting_SortedDigits_AreRightAndEveryChangedListIsWrong()
    {
        var random = new Random(1);
        foreach (var length in new[] { 2, 32, 64, 128 })
        {
            for (ulong seed = 0; seed < 60; seed++)
            {
                var problem = (SortingProblem)new SortingSource(length).Create(seed);
                problem.Digits.Count.ShouldBe(length);
                int[] sorted = [.. problem.Digits];
                Array.Sort(sorted);
                problem.Verify(NumberLists.Write(sorted)).ShouldBe(true);
                problem.Verify(string.Join(' ', sorted)).ShouldBe(true, "brackets are no part of the answer");
                problem.Score(NumberLists.Write(sorted)).ShouldBe(1);
                var at = random.Next(length);
                var changed = sorted.ToList();
                changed[at] = (changed[at] + 1 + random.Next(9)) % 10;
                problem.Verify(NumberLists.Write(changed)).ShouldBe(false);
                problem.Score(NumberLists.Write(changed)).ShouldNotBeNull().ShouldBeLessThan(1);
                changed = [.. sorted];
                changed.RemoveAt(at);
                problem.Verify(NumberLists.Write(changed)).ShouldBe(false);
                problem.Score(NumberLists.Write(changed))!.Value.ShouldBe(1 - (1.0 / length), 1e-9);
            }
        }
    }

    [Fact]
    public void SetIntersection_EverySeed_IsTheCommonNumbersByNestedLoops()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var problem = (SetIntersectionProblem)new SetIntersectionSource(32).Create(seed);
            problem.First.Distinct().Count().ShouldBe(32);
            problem.Second.Distinct().Count().ShouldBe(32);
            var common = new List<int>();
            foreach (var a in problem.First)
            {
                foreach (var b in problem.Second)
                {
                    if (a == b)
                    {
                        common.Add(a);
                    }
                }
            }

            problem.Verify(NumberLists.Write(common)).ShouldBe(true);
            problem.Verify(NumberLists.Write(common.Append(common[0]))).ShouldBe(false, "a number twice");
            problem.Verify(NumberLists.Write(common.Skip(1))).ShouldBe(false);
            problem.Score(NumberLists.Write(common.Skip(1)))!.Value.ShouldBe((common.Count - 1.0) / common.Count, 1e-9);
        }
    }

    [Theory]
    [InlineData("Answer: [1, 2]", "[1, 2]")]
    [InlineData("first [9]\n**Answer:** [1,2 , 3]", "[1, 2, 3]")]
    [InlineData("Answer: 1 2 3", "[1, 2, 3]")]
    [InlineData("so [1, 2] and [3]", "[3]")]
    [InlineData("Answer: []", "[]")]
    [InlineData("Answer: [1, x]", null)]
    [InlineData("[1, 99999999999]", null)]
    [InlineData("none", null)]
    public void ExtractAnswer_Lists_AreNormalized(string reply, string? expected) =>
        new SortingSource().Create(1).ExtractAnswer(reply).ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_SplitSolvedAndMerged_ReturnCompleteSolution(string kind)
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var problem = ProblemCatalog.Find(kind)!.CreateWith().Create(seed);
            var (divisible, random) = (problem.Parts!, new Random((int)seed));
            var count = random.Next(2, 9);
            var parts = divisible.ShapedSplit(count);
            divisible.ReadSplit(count, string.Join('\n', parts)).ShouldBe(parts);
            divisible.ReadSplit(count + 1, string.Join('\n', parts)).ShouldBeNull();
            divisible.Join(parts).ShouldBe(divisible.Whole);
            foreach (var part in parts)
            {
                var right = divisible.ShapedSolution(part, true, random);
                divisible.Score(part, right).ShouldBe(1);
                divisible.Score(part, divisible.ShapedSolution(part, false, random)).ShouldBeInRange(0, 0.99999);
                divisible.ReadSolution(AnswerText.Write(right)).ShouldBe(right);
            }

            problem.Verify(divisible.ShapedSolution(divisible.Join(parts), true, random)).ShouldBe(true);
            problem.Verify(divisible.ShapedSolution(divisible.Whole, false, random)).ShouldBe(false);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_MalformedTexts_NeverThrow(string kind)
    {
        var divisible = ProblemCatalog.Find(kind)!.CreateWith().Create(3).Parts!;
        foreach (var text in MalformedTexts.All())
        {
            divisible.ReadSplit(2, text);
            divisible.ReadSolution(text);
            divisible.Score(text, text).ShouldBeInRange(0, 1);
            divisible.Join([text, text]).ShouldNotBeNull();
            divisible.SolvePrompt(text).ShouldNotBeNull();
        }
    }
}

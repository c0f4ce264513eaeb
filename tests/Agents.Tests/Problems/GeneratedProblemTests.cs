using System.Text.Json;
using AgentLoad.Agents.Problems.MultiHop;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Tools;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class GeneratedProblemTests
{
    [Fact]
    public void WordProblem_EveryLength_AnswerEqualsEvaluationOfText()
    {
        for (var operations = 2; operations <= 8; operations++)
        {
            var source = new WordProblemSource(operations);
            for (ulong seed = 0; seed < 200; seed++)
            {
                var problem = source.Create(seed);
                problem.Verify($"So it is {Evaluate(problem.Question)}.").ShouldBe(true, problem.Question);
                WordProblemPrompts.TryReadQuestion($"First: {problem.ReasoningPrompt}", out var read, out _).ShouldBeTrue();
                read.Count(s => s.Relation != WordRelation.Given).ShouldBe(operations, problem.Question);
            }
        }
    }

    [Theory]
    [InlineData("Answer: 1,234", "1234")]
    [InlineData("Answer: 42 marbles", "42")]
    [InlineData("12 + 30 = 042.00", "42")]
    [InlineData("**Answer: $7.50**", "7.5")]
    [InlineData("it is -3", "-3")]
    [InlineData("10-3", null)]
    [InlineData("none", null)]
    public void ExtractAnswer_Number_IsNormalized(string reply, string? expected) =>
        new WordProblemSource().Create(1).ExtractAnswer(reply).ShouldBe(expected);

    [Fact]
    public void MultiHop_LookupsAlongTheQuestion_ReachTheAnswerInExactlyTheHops()
    {
        for (var hops = 1; hops <= 6; hops++)
        {
            var source = new MultiHopSource(hops, 60, ToolBehaviour.Instant);
            for (ulong seed = 0; seed < 50; seed++)
            {
                var problem = (MultiHopProblem)source.Create(seed);
                var lookup = problem.Tools.Single(t => t.Definition.Name == "lookup");
                var words = problem.Question[..problem.Question.IndexOf('?', StringComparison.Ordinal)].Split(' ');
                var relations = words.Where((_, at) => at > 0 && words[at - 1] == "the").Reverse().ToArray();
                relations.Length.ShouldBe(hops);
                var person = words[^1];
                foreach (var relation in relations)
                {
                    problem.Verify(person).ShouldBe(false, "the answer is not known before the last hop");
                    var result = lookup.Execute(JsonSerializer.Serialize(new { entity = person, relation }));
                    result.Error.ShouldBeNull();
                    person = result.Text.TrimEnd('.').Split(' ')[^1];
                }

                problem.Verify($" the {person.ToUpperInvariant()}! ").ShouldBe(true);
            }
        }
    }

    [Theory]
    [InlineData("lookup", "{\"entity\":\"Nobody\",\"relation\":\"mentor\"}")]
    [InlineData("lookup", "{\"entity\":\"Nobody\"}")]
    [InlineData("lookup", "[1]")]
    [InlineData("search", "not json")]
    [InlineData("search", "{\"query\":7}")]
    public void Tool_InvalidArguments_ReturnsError(string name, string arguments)
    {
        var problem = new MultiHopSource(3, 60, ToolBehaviour.Instant).Create(1);
        problem.Tools.Single(t => t.Definition.Name == name).Execute(arguments).Error.ShouldNotBeNullOrEmpty();
    }

    // An independent parser, word by word.
    private static long Evaluate(string question)
    {
        var sentences = question.Split(". ");
        var known = new Dictionary<string, long>();
        foreach (var w in sentences[..^1].Select(s => s.Split(' ')))
        {
            known[w[0]] = w switch
            {
                [_, _, var n, "more", _, _, var a] => known[a] + long.Parse(n),
                [_, _, var n, "fewer", _, _, var a] => known[a] - long.Parse(n),
                [_, _, var n, "times", _, _, _, _, var a] => known[a] * long.Parse(n),
                [_, _, "exactly", var n, _, _, _, _, var a] => known[a] / long.Parse(n[2..]),
                [_, _, "as", "many", _, "as", var a, "and", var b, _] => known[a] + known[b],
                [_, _, "as", "many", _, "as", var a, "would", .., var b, _] => known[a] - known[b],
                [_, _, var n, _] => long.Parse(n),
                _ => throw new InvalidOperationException(string.Join(' ', w)),
            };
        }

        return known[sentences[^1].Split(' ')[^2]];
    }
}

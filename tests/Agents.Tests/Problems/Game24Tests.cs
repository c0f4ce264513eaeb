using AgentLoad.Agents.Problems.Game24;
using AgentLoad.Agents.Replies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class Game24Tests
{
    private static readonly Game24Problem Problem = Game(4, 9, 10, 13);

    [Fact]
    public void Solver_AllMultisets_Solves1362Of1820()
    {
        Game24Source.All.Count.ShouldBe(1820);
        Game24Source.All.Count(Game24Solver.CanMake24).ShouldBe(1362);
    }

    [Fact]
    public void Solver_EverySolution_IsVerified()
    {
        foreach (var inputs in Game24Source.All.Where((_, at) => at % 7 == 0))
        {
            if (Game24Solver.Solve(inputs) is { } solution)
            {
                Game24Problem.IsSolution(inputs, solution.ToString()).ShouldBeTrue();
            }
        }
    }

    [Theory]
    [InlineData("(10 - 4) * (13 - 9)", true)]
    [InlineData("(10 - 4) * (13 - 9) = 24", true)]
    [InlineData("(10-4)×(13−9)=24", true)]
    [InlineData("\\( (10 - 4) \\times (13 - 9) = 24 \\)", true)]
    [InlineData("(13 - 9) * (10 - 4) = 25", false)]
    [InlineData("4 * 6", false)]
    [InlineData("(10 - 4) * (13 - 9) + 10 - 10", false)]
    [InlineData("4 + 9 + 10 + 13", false)]
    [InlineData("(10 - 4) * (13 - 9", false)]
    [InlineData("24", false)]
    [InlineData("-(4 - 10) * (13 - 9)", false)]
    [InlineData("", false)]
    public void Verify_Answer_IsExact(string answer, bool expected) => Problem.Verify(answer).ShouldBe(expected);

    [Fact]
    public void Verify_IntermediateFractions_AreExact()
    {
        Game(3, 3, 8, 8).Verify("8 / (3 - 8 / 3) = 24").ShouldBe(true);
        Game(1, 5, 5, 5).Verify("5 * (5 - 1 / 5)").ShouldBe(true);
        Game(1, 5, 5, 5).Verify("5 * (5 - 5 / 1)").ShouldBe(false);
    }

    [Theory]
    [InlineData("I combine.\n13 - 9 = 4\nAnswer: (13 - 9) * (10 - 4) = 24", "(10 - 4) * (13 - 9)")]
    [InlineData("**Answer:** `(10-4)*(13-9)`", "(10 - 4) * (13 - 9)")]
    [InlineData("Let me think.\n(10 - 4) * (13 - 9) = 24\nDone, I hope!", "(10 - 4) * (13 - 9)")]
    [InlineData("I do not know.", null)]
    [InlineData("Answer: none", null)]
    public void ExtractAnswer_Reply_ReturnsNormalizedForm(string reply, string? expected) =>
        Problem.ExtractAnswer(reply).ShouldBe(expected);

    [Fact]
    public void Oracle_RandomStates_AgreesWithBruteForce()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var problem = new Game24Problem(Game24Source.All[random.Next(1820)]);
            var state = "";
            for (var level = random.Next(0, 4); level > 0; level--)
            {
                state = problem.Search.ShapedProposals(state, 1, random)[0];
            }

            var numbers = Game24State.Read(problem.Inputs, state)!.Numbers.Select(n => (double)n.Numerator / n.Denominator).ToList();
            problem.Search.OracleValue(state).ShouldBe(BruteForce(numbers) ? StateText.Sure : StateText.Impossible, state);
        }
    }

    [Fact]
    public void ReadProposals_Reply_KeepsLegalThoughtsOnce()
    {
        const string reply = """
            Possible next steps:
            1. 4 + 9 = 13 (left: 10 13 13)
            - 13 - 9 = 4 (left: 4 4 10)
            13 - 9 = 4 (left: 10 4 4)
            4 + 9 = 14 (left: 10 13 14)
            4 + 10 = 14 (left: 9 9 14)
            5 + 9 = 14 (left: 10 13 14)
            10 ÷ 4 = 5/2 (left: 5/2 9 13)
            """;
        Problem
            .Search.ReadProposals("", reply)
            .ShouldBe(["4 + 9 = 13 (left: 10 13 13)\n", "13 - 9 = 4 (left: 4 4 10)\n", "10 / 4 = 5/2 (left: 5/2 9 13)\n"]);
    }

    [Fact]
    public void ShapedProposals_RandomWalk_AreLegalDistinctAndReachAnAnswerAtDepth()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var problem = new Game24Problem(Game24Source.All[random.Next(1820)]);
            var state = "";
            for (var level = 0; level < problem.Search.Depth; level++)
            {
                problem.Search.Answer(state).ShouldBeNull();
                var states = problem.Search.ShapedProposals(state, 6, random);
                states.Count.ShouldBeInRange(1, 6);
                states.Distinct().Count().ShouldBe(states.Count);
                foreach (var next in states)
                {
                    problem.Search.ReadProposals(state, next[state.Length..]).ShouldBe([next]);
                }

                state = states[random.Next(states.Count)];
            }

            var isRight = problem.Verify(problem.Search.Answer(state).ShouldNotBeNull()).ShouldNotBeNull();
            problem.Search.OracleValue(state).ShouldBe(isRight ? StateText.Sure : StateText.Impossible);
            problem.Search.ShapedProposals(state, 3, random).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("4 + 9 = 13\nsure", 20.0)]
    [InlineData("It is impossible? No, likely.", 1.0)]
    [InlineData("Impossible", 0.001)]
    [InlineData("unlikely", StateText.Impossible)]
    [InlineData("", null)]
    public void ReadValue_Reply_TakesTheLastWord(string reply, double? expected) => Problem.Search.ReadValue("", reply).ShouldBe(expected);

    [Fact]
    public void PromptReader_EveryPrompt_IsRecognized()
    {
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var problem = new Game24Problem(Game24Source.All[random.Next(1820)]);
            var search = problem.Search;
            var state = "";
            for (var level = 0; level < 3; level++)
            {
                var numbers = Game24State.Read(problem.Inputs, state)!.Numbers;
                Game24PromptReader.TryReadPropose(search.ProposePrompt(state), out var proposed).ShouldBeTrue();
                Game24PromptReader.TryReadValue(search.ValuePrompt(state), out var valued).ShouldBeTrue();
                Game24PromptReader.TryReadValue(search.ProposePrompt(state), out _).ShouldBeFalse();
                proposed.ShouldBe(numbers);
                valued.ShouldBe(numbers);
                state = search.ShapedProposals(state, 1, random)[0];
            }

            Game24PromptReader.TryReadWrite(search.ProposePrompt(state), out var inputs, out var steps).ShouldBeTrue();
            inputs.ShouldBe(problem.Inputs);
            (steps + "\n").ShouldBe(state);
            state = search.ShapedProposals(state, 1, random)[0];
            Game24PromptReader.TryReadFinalValue(search.ValuePrompt(state), out _, out var answer).ShouldBeTrue();
            answer.ShouldBe(search.Answer(state));
            Game24PromptReader.TryReadQuestion($"Talk.\n{problem.Question}\nMore.", out var asked).ShouldBeTrue();
            asked.ShouldBe(problem.Inputs);
        }
    }

    private static Game24Problem Game(params int[] inputs) => new([.. inputs.Select(i => new Rational(i))]);

    private static bool BruteForce(List<double> numbers)
    {
        if (numbers.Count == 1)
        {
            return Math.Abs(numbers[0] - 24) < 1e-7;
        }

        for (var i = 0; i < numbers.Count; i++)
        {
            for (var j = 0; j < numbers.Count; j++)
            {
                if (i == j)
                {
                    continue;
                }

                var (a, b) = (numbers[i], numbers[j]);
                var rest = numbers.Where((_, at) => at != i && at != j).ToList();
                if (new[] { a + b, a - b, a * b, b == 0 ? double.NaN : a / b }.Any(r => !double.IsNaN(r) && BruteForce([.. rest, r])))
                {
                    return true;
                }
            }
        }

        return false;
    }
}

using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Behaviour;

public sealed class LiveBehaviourTests
{
    [Theory]
    [InlineData("Thought: t\nAction: search[{\"q\": \"x\"}]", "search", "{\"q\": \"x\"}")]
    [InlineData("ACTION: Search({\"q\": [1, 2]})\nObservation: made up\nAction: lookup[{}]", "Search", "{\"q\": [1, 2]}")]
    [InlineData("```\naction 3: search[{\"q\": \"a ] } b\"}]\n```", "search", "{\"q\": \"a ] } b\"}")]
    [InlineData("**Action:** `look-up[{}`", "look-up", "{}")]
    [InlineData("Action: search[\n```{\"q\": 1}```]\nFinal Answer: too early", "search", "{\"q\": 1}")]
    public void ReadAction_ToolInText_IsThatTool(string text, string name, string arguments)
    {
        var action = ActionText.Parse(text, "act/1");

        action.Answer.ShouldBeNull();
        action.Tool!.Name.ShouldBe(name);
        action.Tool.Arguments.ShouldBe(arguments);
    }

    [Theory]
    [InlineData("Thought: t\nFinal Answer: Ada Lovelace\n\nQuestion: next", "Ada Lovelace")]
    [InlineData("final answer: **7**", "7")]
    [InlineData("Final Answer: 7\nAction: search[{}]", "7")]
    public void ReadAction_FinalAnswer_IsTheAnswer(string text, string answer)
    {
        ActionText.Parse(text, "act/1").ShouldBe(new AgentAction(null, answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Thought: hm")]
    [InlineData("Action: search")]
    [InlineData("Action: search[Ada]")]
    [InlineData("Action: search[{\"q\": \"x\"")]
    [InlineData("Action: search[\"q\"]")]
    [InlineData("Final Answer:")]
    [InlineData("transaction: fee[{}]")]
    public void ReadAction_UnparsableText_IsNone(string text)
    {
        ActionText.Parse(text, "act/1").ShouldBe(AgentAction.None);
    }

    [Fact]
    public void ReadAction_AnyPieceOfText_NeverThrows()
    {
        string[] pieces =
        [
            "Action:",
            "Final Answer:",
            " ",
            "\n",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "search",
            "\\u12",
            "\ud800",
            "```",
            "1",
            ":",
            ",",
        ];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => pieces[random.Next(pieces.Length)]));

            var action = ActionText.Parse(text, "act/1");

            (action.Tool is not null && action.Answer is not null).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("The best choice is 2", 1)]
    [InlineData("At first the best choice is 1, but the best choice is: **3**.", 2)]
    [InlineData("The best choice is 4", null)]
    [InlineData("The best choice is 0", null)]
    [InlineData("Choice 2", null)]
    [InlineData("The best choice is 99999999999999999999", null)]
    public void ReadVote_Reply_IsTheLastChoiceNamed(string text, int? choice)
    {
        new LiveBehaviour().ReadVote(3, new Reply(1, text, "", [], true), "L1/vote/1").ShouldBe(choice);
    }

    [Theory]
    [InlineData("Score: 7", 0.7)]
    [InlineData("Score: 3, but on a second look:\n**Score:** 8.5", 0.85)]
    [InlineData("score = 10/10", 1.0)]
    [InlineData("Score: 75/100.", 0.75)]
    [InlineData("Score: 75 %", 0.75)]
    [InlineData("Score: 0", 0.0)]
    [InlineData("Score: 11", null)]
    [InlineData("Score: -3", null)]
    [InlineData("Score: 1/0", null)]
    [InlineData("Score: 99999999999999999999", null)]
    [InlineData("Score: high", null)]
    [InlineData("underscore: 7", null)]
    [InlineData("", null)]
    public void ReadScore_Reply_IsTheLastScoreOnTheScale(string text, double? score)
    {
        new LiveBehaviour().ReadScore(new FakeProblem(), new Reply(1, text, "", [], true), "score/1").ShouldBe(score);
    }

    [Theory]
    [InlineData("Verdict: yes", true)]
    [InlineData("Verdict: yes? No:\n**Verdict: NO**", false)]
    [InlineData("Verdict: maybe", null)]
    [InlineData("Verdict: nothing", null)]
    [InlineData("Yes.", null)]
    public void ReadVerdict_Reply_IsTheLastVerdict(string text, bool? verdict)
    {
        new LiveBehaviour().ReadVerdict(new FakeProblem(), new Reply(1, text, "", [], true), "check/1").ShouldBe(verdict);
    }

    [Fact]
    public void WriteScoreAndVerdict_AnyValue_AreReadBack()
    {
        for (var score = 0; score <= 100; score++)
        {
            GradeText.Score(GradeText.WriteScore(score / 100.0)).ShouldNotBeNull().ShouldBe(score / 100.0, 0.0001);
        }

        GradeText.Verdict(GradeText.WriteVerdict(true)).ShouldBe(true);
        GradeText.Verdict(GradeText.WriteVerdict(false)).ShouldBe(false);
        GradeText.Score(GradeText.AskScore).ShouldBeNull();
        GradeText.Verdict(GradeText.AskVerdict).ShouldBeNull();
    }
}

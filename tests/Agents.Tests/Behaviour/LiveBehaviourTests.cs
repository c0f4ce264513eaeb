using AgentLoad.Agents.Behaviour;
using AgentLoad.Agents.Problems.WordProblems;
using AgentLoad.Agents.Replies;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies.Planning;
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
        var action = ActionText.Read(text, "act/1", []);

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
        var problem = new SubProblem(new FakeProblem(hasTools: true), "step/1", "Who?");

        new LiveBehaviour().ReadAction(problem, new Reply(1, text, "", [], true), 1, "act/1").ShouldBe(new AgentAction(null, answer));
    }

    [Fact]
    public void ReadAction_AnswerBeforeInventedText_IsNotReadAgainFromTheWholeReply()
    {
        var problem = new WordProblemSource().Create(1);
        const string text = "Final Answer: 24\nQuestion: How many books has Ben?\nFinal Answer: 7";

        new LiveBehaviour().ReadAction(problem, new Reply(1, text, "", [], true), 1, "act/1").Answer.ShouldBe("24");
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
        ActionText.Read(text, "act/1", []).ShouldBe(AgentAction.None);
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

            var action = ActionText.Read(text, "act/1", []);

            (action.Tool is not null && action.Answer is not null).ShouldBeFalse();
        }
    }

    [Fact]
    public void WriteScoreAndVerdict_AnyValue_AreReadBack()
    {
        for (var score = 0; score <= 100; score++)
        {
            GradeText.Score(GradeText.WriteScore(score / 100.0)).ShouldNotBeNull().ShouldBe(score / 100.0, 0.0001);
        }

        VerdictText.Read(VerdictText.Write(true)).ShouldBe(true);
        VerdictText.Read(VerdictText.Write(false)).ShouldBe(false);
        GradeText.Score(GradeText.AskScore).ShouldBeNull();
        VerdictText.Read(VerdictText.Ask).ShouldBeNull();
    }
}

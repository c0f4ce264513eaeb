using AgentLoad.Agents.Driving;
using AgentLoad.Agents.Sessions;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Driving;

public sealed class LiveDrivingTests
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
    public void ReadAction_NothingToParse_IsNone(string text)
    {
        ActionText.Parse(text, "act/1").ShouldBe(AgentAction.None);
    }

    [Fact]
    public void ReadAction_AnyPieceOfText_NeverThrows()
    {
        string[] pieces = ["Action:", "Final Answer:", " ", "\n", "[", "]", "{", "}", "\"", "search", "\\u12", "\ud800", "```", "1", ":", ","];
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
        new LiveDriving().ReadVote(3, new Reply(1, text, "", [], true), "L1/vote/1").ShouldBe(choice);
    }
}

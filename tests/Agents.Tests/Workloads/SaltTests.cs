using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Tests.Sessions;
using AgentLoad.Agents.Tests.Strategies;
using AgentLoad.Agents.Workloads;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Workloads;

public sealed class SaltTests
{
    [Fact]
    public void Draw_OfAuto_IsANumberOfNineDigitsThatDiffers()
    {
        var drawn = Enumerable.Range(0, 20).Select(_ => Salt.Auto.Draw()).ToArray();

        drawn.ShouldAllBe(salt => salt.IsDrawn && salt.Value.Length == 9 && salt.Value.All(char.IsAsciiDigit));
        drawn.Distinct().Count().ShouldBe(20);
        Salt.None.Draw().ShouldBe(Salt.None);
        Salt.Parse("mine").Draw().Value.ShouldBe("mine");
    }

    [Fact]
    public void Part_OfASalt_DependsOnlyOnSaltAndName()
    {
        var salt = Salt.Parse("mine");

        salt.Part("step1").ShouldBe(Salt.Parse("mine").Part("step1"));
        new[] { salt.Value, salt.Part("step1").Value, salt.Part("step2").Value, Salt.Parse("other").Part("step1").Value }
            .Distinct()
            .Count()
            .ShouldBe(4);
        salt.Part("step1").Value.Length.ShouldBe(9);
        Salt.None.Part("step1").ShouldBe(Salt.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Use 4 numbers.\n[run 1]\nx")]
    [InlineData("[run 2]\nnested")]
    public void RemoveFrom_Prompt_ReversesAddTo(string prompt)
    {
        Salt.RemoveFrom(Salt.Auto.Draw().AddTo(prompt)).ShouldBe(prompt);
        Salt.RemoveFrom(Salt.Parse("a_b-C").AddTo(prompt)).ShouldBe(prompt);
        Salt.RemoveFrom("[run away]\tx").ShouldBe("[run away]\tx");
    }

    [Fact]
    public void Calls_OfATask_BeginWithTheSalt()
    {
        var client = PumpedClient.Saying("Answer: right");
        var plan = Tasks.Plan(client, new FakeProblem(), StrategyCatalog.Find("self-consistency")!.CreateWith(("samples", 3L))) with
        {
            Salt = Salt.Parse("mine"),
            RunPrompts = new RunPrompts(),
        };

        var task = client.Run(plan);
        var other = client.Run(plan with { Id = 8 });

        client.Requests.Count.ShouldBe(6);
        client.Requests.ShouldAllBe(request => request.Messages[0].Content.StartsWith("[run mine]\n"));
        client.Requests.ShouldAllBe(request => request.Messages.Count(m => m.Content.Contains("[run mine]")) == 1);
        task.Steps.Select(step => step.Call!.SharedTokens).ShouldBe([0, 1000, 1000]);
        other.Steps.Select(step => step.Call!.SharedTokens).ShouldBe([1000, 1000, 1000], "an earlier task sent the prompt");
        other.Steps.Select(step => step.Call!.ResentTokens).ShouldBe([0, 1000, 1000], "this task did not");
    }
}

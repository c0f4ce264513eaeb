using AgentLoad.Agents.Tools;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Tools;

public sealed class ToolFailuresTests
{
    [Fact]
    public void Draw_ManyTimes_HasConfiguredShares()
    {
        var (failures, random) = (ToolFailures.Parse("error 10% timeout 5% 2s garbled 20%"), new Random(4));
        var drawn = Enumerable.Range(0, 20_000).Select(_ => failures.Draw(random)).ToArray();
        Share(ToolFaultKind.Error).ShouldBe(0.1, 0.01);
        Share(ToolFaultKind.Timeout).ShouldBe(0.05, 0.01);
        Share(ToolFaultKind.Garbled).ShouldBe(0.2, 0.01);
        drawn.First(d => d?.Kind == ToolFaultKind.Timeout)!.Duration.ShouldBe(TimeSpan.FromSeconds(2));

        double Share(ToolFaultKind kind) => drawn.Count(d => d?.Kind == kind) / 20_000.0;
    }

    [Theory]
    [InlineData("none")]
    [InlineData("error 100%")]
    [InlineData("timeout 1% 500ms")]
    public void TryParse_ValidFailures_RoundTrip(string text) => ToolFailures.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("error")]
    [InlineData("error 101%")]
    [InlineData("error 60% garbled 60%")]
    [InlineData("error 5")]
    [InlineData("timeout 5%")]
    [InlineData("timeout 5% long")]
    [InlineData("fire 5%")]
    public void TryParse_InvalidText_ReturnsErrorWithAllowedFormats(string text)
    {
        ToolFailures.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().ShouldContain("allowed");
    }

    [Fact]
    public void CreateResult_EveryKind_IsAnError()
    {
        foreach (var kind in Enum.GetValues<ToolFaultKind>())
        {
            new ToolFault(kind).CreateResult(() => new ToolResult("12345678")).Error.ShouldNotBeNullOrEmpty();
        }

        new ToolFault(ToolFaultKind.Garbled).CreateResult(() => new ToolResult("12345678")).Text.ShouldBe("1234");
    }

    [Fact]
    public void Calculator_Expressions_AreEvaluatedOrRejected()
    {
        var calculator = new Calculator(ToolBehaviour.Instant);
        calculator.Execute("""{"expression":"(3 + 4) * 12"}""").ShouldBe(new ToolResult("84"));
        foreach (var wrong in new[] { "{}", "7", "", """{"expression":"1/0"}""", """{"expression":"rm"}""", """{"expression":"\ud800"}""" })
        {
            calculator.Execute(wrong).Error.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public void ToolCatalog_EveryTool_HasUniqueNameAndProblem()
    {
        ToolCatalog.All.Select(t => t.Definition.Name).ShouldBe(["search", "lookup", "calculate", "run"]);
        ToolCatalog.All.Select(t => t.Problem).Distinct().ShouldBe(["multihop", "arithmetic", "code"]);
    }
}

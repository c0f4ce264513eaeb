using AgentLoad.Agents.Tools;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Tools;

public sealed class LatencyDistributionTests
{
    [Theory]
    [InlineData("200ms", 0.2, 0.0001)]
    [InlineData("0", 0, 0.0001)]
    [InlineData("1.5s", 1.5, 0.0001)]
    [InlineData("constant 2m", 120, 0.0001)]
    [InlineData("exponential 200ms", 0.2, 0.01)]
    [InlineData("uniform 100ms 300ms", 0.2, 0.005)]
    [InlineData("lognormal 200ms 0.5", 0.2266, 0.01)]
    public void Draw_ManyTimes_HasTheMeanOfItsDistribution(string text, double mean, double tolerance)
    {
        var (distribution, random) = (LatencyDistribution.Parse(text), new Random(1));
        Enumerable.Range(0, 20_000).Average(_ => distribution.Draw(random).TotalSeconds).ShouldBe(mean, tolerance);
    }

    [Fact]
    public void Draw_Uniform_StaysWithinItsBounds()
    {
        var (distribution, random) = (LatencyDistribution.Parse("uniform 100ms 300ms"), new Random(1));
        for (var i = 0; i < 1_000; i++)
        {
            distribution.Draw(random).TotalSeconds.ShouldBeInRange(0.1, 0.3);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("fast")]
    [InlineData("200")]
    [InlineData("-200ms")]
    [InlineData("2h")]
    [InlineData("61m")]
    [InlineData("NaNs")]
    [InlineData("1e9s")]
    [InlineData("uniform 300ms 100ms")]
    [InlineData("lognormal 200ms")]
    [InlineData("lognormal 200ms -1")]
    [InlineData("exponential")]
    [InlineData("gamma 200ms 2")]
    public void TryParse_InvalidText_ReturnsErrorWithAllowedFormats(string text)
    {
        LatencyDistribution.TryParse(text, out var distribution, out var error).ShouldBeFalse();
        distribution.ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain($"'{text}'");
        error.ShouldContain("exponential 200ms");
    }
}

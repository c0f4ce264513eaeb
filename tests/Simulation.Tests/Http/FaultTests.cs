using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Http;

public sealed class FaultTests
{
    [Theory]
    [InlineData("overload=1", CallOutcome.Overloaded)]
    [InlineData("error=1", CallOutcome.ServerError)]
    [InlineData("reset=1", CallOutcome.ConnectionLost)]
    [InlineData("incomplete=1", CallOutcome.Incomplete)]
    [InlineData("stall=1:3600", CallOutcome.Cancelled)]
    [InlineData("slow=1:3600", CallOutcome.Cancelled)]
    public async Task Call_InjectedFault_EndsWithItsOutcome(string fault, CallOutcome outcome)
    {
        foreach (var api in new[] { ModelApi.Ollama, ModelApi.OpenAI })
        {
            var options = Recorded.Options with { Faults = FaultOptions.Parse([fault]), LineEmitted = null };
            using var lines = new CancellationTokenSource();
            if (outcome == CallOutcome.Cancelled)
            {
                options = options with { LineEmitted = (_, _) => _ = lines.CancelAsync() };
            }

            await using var node = await SimulatedNode.StartAsync(
                options,
                new FixedReplyGenerator(FixedReplyGenerator.Words(100)),
                TimeProvider.System,
                CancellationToken.None
            );
            using var client = ModelClients.Create(new(node.Url, api), TimeProvider.System);
            if (fault.StartsWith("slow", StringComparison.Ordinal))
            {
                lines.CancelAfter(TimeSpan.FromMilliseconds(100));
            }

            var result = await client.CallAsync(new("tiny-random", [ChatMessage.User("x")], new()), lines.Token);
            result.Outcome.ShouldBe(outcome, $"{api}: {result.Error}");
            if (outcome is CallOutcome.ServerError or CallOutcome.Incomplete)
            {
                result.Text.ShouldNotBeEmpty();
            }

            if (fault.StartsWith("slow", StringComparison.Ordinal))
            {
                result.FirstChunk.ShouldBeNull();
            }
        }
    }

    [Fact]
    public async Task Call_MalformedLine_ReachesTheClient()
    {
        var options = Recorded.Options with { Faults = FaultOptions.Parse(["malformed=1"]) };
        await using var node = await SimulatedNode.StartAsync(
            options,
            new FixedReplyGenerator(FixedReplyGenerator.Words(100)),
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var result = await client.CallAsync(new("tiny-random", [ChatMessage.User("x")], new()), CancellationToken.None);
        result.IsGood.ShouldBeFalse();
    }

    [Fact]
    public void Draw_ManyCalls_MatchesTheProbabilities()
    {
        var options = FaultOptions.Parse(["overload=0.1", "stall=0.2:7", "reset=0.05"]);
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 20_000).Select(_ => options.Draw(random)).ToList();
        drawn.Count(plan => plan.Kind == FaultKind.Overload).ShouldBeInRange(1800, 2200);
        drawn.Count(plan => plan.Kind == FaultKind.Stall).ShouldBeInRange(3700, 4300);
        drawn.Where(plan => plan.Kind == FaultKind.Stall).ShouldAllBe(plan => plan.Seconds == 7);
        drawn.Count(plan => plan.Kind == FaultKind.None).ShouldBeInRange(12_600, 13_400);
    }

    [Theory]
    [InlineData("stale=0.1", "none of overload, stall, error, reset, malformed, slow, incomplete")]
    [InlineData("stall=2", "from 0 to 1")]
    [InlineData("stall", "stall=probability")]
    [InlineData("stall=0.1:x", "not a number of seconds")]
    [InlineData("reset=0.1:5", "only stall and slow accept seconds")]
    public void Parse_InvalidText_ReportsWhatIsAllowed(string text, string expected) =>
        Should.Throw<FormatException>(() => FaultOptions.Parse([text])).Message.ShouldContain(expected);

    [Fact]
    public void Parse_ProbabilitiesAboveOne_IsAnError() =>
        Should.Throw<FormatException>(() => FaultOptions.Parse(["stall=0.7", "reset=0.7"])).Message.ShouldContain("more than 1");
}

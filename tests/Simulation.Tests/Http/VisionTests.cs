using AgentLoad.Agents.Problems;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Simulation.Http;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Http;

public sealed class VisionTests
{
    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Call_WithImages_CountsTheirTokensOnBothApis(ModelApi api)
    {
        var models = new SimulatedModel[]
        {
            new("seeing") { Capabilities = ["completion", "vision"], ImageTokens = 700 },
            new("blind"),
        };
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = models },
            new ProseReplyGenerator(),
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );
        using var client = ModelClients.Create(new EndpointOptions(node.Url, api), TimeProvider.System);
        var images = ProblemCatalog.Find("image")!.CreateWith(("width", 16L), ("height", 16L), ("images", 3L)).Create(1).Images;

        var without = await CallAsync("seeing", []);
        var with = await CallAsync("seeing", images);
        var blind = await CallAsync("blind", images);

        with.Outcome.ShouldBe(without.Outcome);
        (with.PromptTokens - without.PromptTokens).ShouldBe(2100);
        blind.IsGood.ShouldBeFalse();
        blind.Error.ShouldNotBeNull().ShouldContain("image input");

        Task<CallResult> CallAsync(string model, IReadOnlyList<ReadOnlyMemory<byte>> sent) =>
            client.CallAsync(
                new CallRequest(model, [ChatMessage.User("What is this?") with { Images = sent }], new GenerationOptions { MaxTokens = 8 }),
                TestContext.Current.CancellationToken
            );
    }
}

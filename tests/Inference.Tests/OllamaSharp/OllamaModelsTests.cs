using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.OllamaSharp;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using OllamaSharp.Models;
using Shouldly;
using Xunit;

namespace AgentLoad.Inference.Tests.OllamaSharp;

public sealed class OllamaModelsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pull_KnownModel_ReportsProgressAndAddsTheModel()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);

        var lines = await PullAsync(models, "llama3.2:3b");

        lines[^1].Status.ShouldBe("success");
        var layers = lines.Where(l => l.Total > 0).ToList();
        layers.Select(l => l.Completed).ShouldBe(layers.Select(l => l.Completed).Order());
        layers[^1].Completed.ShouldBe(layers[^1].Total);
        (await models.ListAsync(Token)).Select(m => m.Name).ShouldBe([Nodes.Model, "llama3.2:3b"]);
        (await models.ShowAsync("llama3.2:3b", Token)).Details.ParameterSize.ShouldBe("3.21B");
    }

    [Fact]
    public async Task Pull_UnknownModel_ReportsTheServerError()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);

        (await Should.ThrowAsync<EndpointException>(PullAsync(models, "no-such-model"))).Message.ShouldBe(
            $"{node.Url} returned an error: pull model manifest: file does not exist"
        );
    }

    [Theory]
    [InlineData("incomplete=1", "stopped at 'pulling ")]
    [InlineData("error=1", "returned an error: max retries exceeded: unexpected EOF")]
    [InlineData("reset=1", "closed the connection")]
    [InlineData("malformed=1", "sent invalid JSON")]
    [InlineData("overload=1", "returned HTTP 503: server busy")]
    public async Task Pull_Interrupted_ThrowsAndDoesNotAddTheModel(string fault, string error)
    {
        await using var node = await Nodes.StartAsync(fault);
        using var models = To(node.Url);

        (await Should.ThrowAsync<EndpointException>(PullAsync(models, "llama3.2:3b"))).Message.ShouldContain(error);
        (await models.ListAsync(Token)).Select(m => m.Name).ShouldBe([Nodes.Model]);
    }

    [Fact]
    public async Task Pull_CancelledWhileTheServerStalls_EndsImmediately()
    {
        await using var node = await Nodes.StartAsync("stall=1:3600");
        using var models = To(node.Url);
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in models.PullAsync("llama3.2:3b", cancel.Token))
            {
                if (line.Completed > 0)
                {
                    await cancel.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task LoadAndUnload_Model_ChangesRunningModels()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);

        (await models.RunningAsync(Token)).ShouldBeEmpty();
        await models.LoadAsync(Nodes.Model, "10m", 2048, Token);
        (await models.RunningAsync(Token)).ShouldHaveSingleItem().ContextLength.ShouldBe(2048);
        await models.UnloadAsync(Nodes.Model, Token);
        (await models.RunningAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_UnknownModelOrNoServer_ThrowOneLineErrors()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);
        using var unreachable = To("http://127.0.0.1:1");

        (await Should.ThrowAsync<EndpointException>(models.ShowAsync("x", Token))).Message.ShouldBe(
            $"{node.Url} returned HTTP 404: model 'x:latest' not found"
        );
        (await Should.ThrowAsync<EndpointException>(models.UnloadAsync("x", Token))).Message.ShouldContain("HTTP 404");
        (await Should.ThrowAsync<EndpointException>(unreachable.ListAsync(Token))).Message.ShouldStartWith(
            "No server responds at http://127.0.0.1:1"
        );
    }

    private static OllamaModels To(string url) => new(new EndpointOptions(url, ModelApi.Ollama), TimeProvider.System);

    private static async Task<List<PullModelResponse>> PullAsync(OllamaModels models, string model)
    {
        var lines = new List<PullModelResponse>();
        await foreach (var line in models.PullAsync(model, Token))
        {
            lines.Add(line);
        }

        return lines;
    }
}

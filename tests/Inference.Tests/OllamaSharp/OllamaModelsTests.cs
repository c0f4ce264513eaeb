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
    public async Task Pull_ModelOfTheLibrary_ProgressesToTheEndAndIsListed()
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
    public async Task Pull_UnknownModel_SaysWhatTheServerSays()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);

        (await Should.ThrowAsync<EndpointException>(PullAsync(models, "no-such-model"))).Message.ShouldBe(
            $"{node.Url} answers: pull model manifest: file does not exist"
        );
    }

    [Theory]
    [InlineData("incomplete=1", "broke off at 'pulling ")]
    [InlineData("error=1", "answers: max retries exceeded: unexpected EOF")]
    [InlineData("reset=1", "broke the connection off")]
    [InlineData("malformed=1", "sent what is not JSON")]
    [InlineData("overload=1", "answers HTTP 503: server busy")]
    public async Task Pull_BrokenOffHalfWay_IsAnErrorAndTheModelIsNotThere(string fault, string error)
    {
        await using var node = await Nodes.StartAsync(fault);
        using var models = To(node.Url);

        (await Should.ThrowAsync<EndpointException>(PullAsync(models, "llama3.2:3b"))).Message.ShouldContain(error);
        (await models.ListAsync(Token)).Select(m => m.Name).ShouldBe([Nodes.Model]);
    }

    [Fact]
    public async Task Pull_CancelledWhileTheServerIsSilent_EndsAtOnce()
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
    public async Task LoadAndUnload_Model_ShowInWhatRuns()
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
    public async Task Ask_UnknownModelOrNoServer_IsOneLine()
    {
        await using var node = await Nodes.StartAsync();
        using var models = To(node.Url);
        using var nowhere = To("http://127.0.0.1:1");

        (await Should.ThrowAsync<EndpointException>(models.ShowAsync("x", Token))).Message.ShouldBe(
            $"{node.Url} answers HTTP 404: model 'x:latest' not found"
        );
        (await Should.ThrowAsync<EndpointException>(models.UnloadAsync("x", Token))).Message.ShouldContain("HTTP 404");
        (await Should.ThrowAsync<EndpointException>(nowhere.ListAsync(Token))).Message.ShouldStartWith(
            "No server answers at http://127.0.0.1:1"
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

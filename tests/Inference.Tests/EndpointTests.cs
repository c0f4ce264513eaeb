using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Checks before a run and their error messages.</summary>
public sealed class EndpointTests
{
    private static readonly ModelRequirements NoRequirements = new(new HashSet<string>());

    [Fact]
    public async Task Inspect_RecordedOllama_ReturnsFacts()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var facts = await client.InspectAsync("tiny-random", CancellationToken.None);
        (facts.Server, facts.Model, facts.ContextLength, facts.LoadedContextLength, facts.IsSimulated).ShouldBe(
            ("Ollama 0.32.15", "tiny-random:latest", 8192, 2048, false)
        );
        facts.Capabilities.ShouldBe(["completion", "tools"], ignoreOrder: true);
        (facts.Details["parameter_size"], facts.Details["quantization_level"]).ShouldBe(("18.75M", "F16"));
    }

    [Fact]
    public async Task Inspect_RecordedOllamaAsOpenAI_ReturnsFacts()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await client.InspectAsync("tiny-think", CancellationToken.None)).Model.ShouldBe("tiny-think:latest");
    }

    [Fact]
    public async Task Inspect_UnknownModel_ListsAvailableModels()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var facts = await client.InspectAsync("x", CancellationToken.None);
        facts
            .Warnings.ShouldHaveSingleItem()
            .ShouldBe(
                $"Model 'x' was not found on {server.Url}; available models: tiny-embed:latest, medium-random:latest, tiny-think:latest, "
                    + "tiny-random:latest. Pull it with 'ollama pull x'."
            );
    }

    [Theory]
    [InlineData(ModelApi.Ollama, "Start Ollama with 'ollama serve', or specify another server with --url.")]
    [InlineData(ModelApi.OpenAI, "Start the server, or specify another one with --url.")]
    public async Task Inspect_ServerNotRunning_ExplainsHowToStartIt(ModelApi api, string hint)
    {
        using var closed = new ClosedPort();
        string url = closed.Url;
        using var client = Clients.To(url, api);
        (await ProblemAsync(client, "m")).ShouldBe($"No server responds at {url} (connection refused). {hint}");
        (
            await Should.ThrowAsync<EndpointException>(() => client.LoadAsync("m", new GenerationOptions(), CancellationToken.None))
        ).Message.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Inspect_OllamaApiOnOpenAIServer_SuggestsOpenAI()
    {
        await using var server = RawServer.Answering(r =>
            r.Path == "/v1/models" ? Reply(200, """{"object":"list","data":[]}""") : Reply(404, "")
        );
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await ProblemAsync(client, "m")).ShouldBe(
            $"{server.Url} provides the OpenAI-compatible API, not the Ollama API (GET /api/version: HTTP 404). Add --api openai."
        );
    }

    [Fact]
    public async Task Inspect_OpenAIApiOnOllamaServer_SuggestsOllama()
    {
        await using var server = RawServer.Answering(r =>
            r.Path == "/api/version" ? Reply(200, """{"version":"0.1"}""") : Reply(404, "", "text/plain")
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await ProblemAsync(client, "m")).ShouldBe(
            $"{server.Url} provides the Ollama API, not the OpenAI-compatible API (GET {server.Url}/v1/models: HTTP 404). Add --api ollama."
        );
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Inspect_WebSite_ReportsThatItIsNotAModelServer(ModelApi api)
    {
        await using var server = RawServer.Answering(_ => Reply(200, "<html>Welcome</html>", "text/html"));
        using var client = Clients.To(server.Url, api);
        string problem = await ProblemAsync(client, "m");
        problem.ShouldContain("HTTP 200, text/html");
        problem.ShouldContain(api is ModelApi.Ollama ? "--api openai" : "--api ollama");
    }

    [Fact]
    public async Task Inspect_OtherProtocol_ReportsThatItIsNotHttp()
    {
        await using var server = new RawServer(Clients.Serve("220 mail.example ESMTP\r\n\r\n"));
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await ProblemAsync(client, "m")).ShouldBe($"The server at {server.Url} does not speak HTTP. Specify a model server with --url.");
    }

    [Fact]
    public async Task Inspect_ServerDoesNotRespond_TimesOut()
    {
        var time = new ManualTime();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            time.Advance(TimeSpan.FromSeconds(15));
            await connection.WaitForCloseAsync();
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama, time: time);
        (await ProblemAsync(client, "m")).ShouldStartWith(
            $"The server accepted the request for {server.Url}/api/version but did not respond within 15 s."
        );
    }

    [Theory]
    [InlineData(null, "requires an API key (HTTP 401: no key)", "OPENAI_API_KEY")]
    [InlineData("sk-secret-1", "rejected the API key (HTTP 401: no key)", "environment variable")]
    public async Task Inspect_KeyMissingOrWrong_ExplainsHowToSetIt(string? key, string what, string remedy)
    {
        await using var server = RawServer.Answering(_ => Reply(401, """{"error":{"message":"no key"}}"""));
        using var client = Clients.To(server.Url, ModelApi.OpenAI, key);
        string problem = await ProblemAsync(client, "m");
        problem.ShouldContain(what);
        problem.ShouldContain(remedy);
    }

    [Theory]
    [InlineData("llamacpp", true)]
    [InlineData("vllm", false)]
    public async Task Inspect_UnknownModelName_IsAWarning(string owner, bool accepted)
    {
        await using var server = RawServer.Answering(r =>
            r.Path switch
            {
                "/v1/models" => Reply(
                    200,
                    $$$"""{"data":[{"id":"q.gguf","owned_by":"{{{owner}}}","meta":{"n_ctx_train":32768,"n_params":5}}]}"""
                ),
                "/props" => Reply(200, """{"default_generation_settings":{"n_ctx":4096}}"""),
                _ => Reply(404, ""),
            }
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        var facts = await client.InspectAsync("any", CancellationToken.None);
        facts
            .Warnings.ShouldHaveSingleItem()
            .ShouldStartWith($"Model 'any' was not found on {server.Url}; available models: q.gguf. The first call decides");
        if (!accepted)
        {
            (facts.Model, facts.LoadedContextLength).ShouldBe(("any", null));
            return;
        }

        (facts.Server, facts.Model, facts.ContextLength, facts.LoadedContextLength, facts.Capabilities).ShouldBe(
            ("llama.cpp", "q.gguf", 32768, 4096, null)
        );
    }

    [Fact]
    public async Task Inspect_SimulatedServer_IsSimulated()
    {
        await using var server = RawServer.Answering(r =>
            RecordedOllama(r).Replace("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-AgentLoad-Simulated: true\r\n")
        );
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await client.InspectAsync("tiny-random", CancellationToken.None)).IsSimulated.ShouldBeTrue();
    }

    [Fact]
    public async Task Load_Ollama_SendsNoMessages()
    {
        RawRequest? sent = null;
        await using var server = RawServer.Answering(r => Whole(Recording.Load("ollama-0.32-chat-load.txt"), sent = r));
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        await client.LoadAsync("tiny-random", new GenerationOptions { ContextLength = 4096, KeepAlive = "-1" }, CancellationToken.None);
        sent!.Body.ShouldBe("""{"model":"tiny-random","keep_alive":-1,"options":{"num_ctx":4096}}""");
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Load_ServerError_ReportsTheError(ModelApi api)
    {
        await using var server = RawServer.Answering(_ => Reply(500, """{"error":"out of memory"}"""));
        using var client = Clients.To(server.Url, api);
        (
            await Should.ThrowAsync<EndpointException>(() => client.LoadAsync("m", new GenerationOptions(), CancellationToken.None))
        ).Message.ShouldContain("HTTP 500: out of memory");
    }

    [Fact]
    public async Task Preflight_UnmetRequirements_ReportsAll()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var problems = await Preflight.CheckAsync(
            client,
            "tiny-random",
            new ModelRequirements(new HashSet<string> { "tools", "vision", "thinking" }, 9000),
            CancellationToken.None
        );
        problems
            .Select(p => p.Message)
            .ShouldBe([
                $"Model 'tiny-random' on {server.Url} does not support thinking, which the workload requires. "
                    + "Select a model with thinking support, or remove 'think'.",
                $"Model 'tiny-random' on {server.Url} does not support vision, which the workload requires. "
                    + "Select a model with vision support (simulated node: 'vision: true'), or a problem other than image and video.",
                $"Model 'tiny-random' on {server.Url} has a context length of 8192 tokens, but the workload requests num_ctx 9000. "
                    + "Set num_ctx to at most 8192, or select a model with a longer context.",
            ]);
        (
            await Preflight.CheckAsync(
                client,
                "tiny-random",
                new ModelRequirements(new HashSet<string> { "tools" }, 8192),
                CancellationToken.None
            )
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task Preflight_Pool_ChecksEveryEndpoint()
    {
        await using var good = RawServer.Answering(RecordedOllama);
        await using var bad = RawServer.Answering(_ => Reply(404, ""));
        using var pool = new EndpointPool(
            [Clients.To(good.Url, ModelApi.Ollama), Clients.To(bad.Url, ModelApi.Ollama)],
            Routing.RoundRobin,
            TimeProvider.System
        );
        var problems = await Preflight.CheckAsync(pool, "tiny-random", NoRequirements, CancellationToken.None);
        problems.ShouldHaveSingleItem().Message.ShouldContain(bad.Url);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://host")]
    [InlineData("http://")]
    [InlineData("http://user:pw@:80")]
    [InlineData("not a url")]
    public void Url_Invalid_IsRejectedWithAnExample(string url)
    {
        string message = Should.Throw<EndpointException>(() => Clients.To(url, ModelApi.Ollama)).Message;
        message.ShouldContain("http://127.0.0.1:11434");
        message.ShouldNotContain("pw");
    }

    private static string RecordedOllama(RawRequest request) =>
        request.Path switch
        {
            "/api/version" => Whole(Recording.Load("ollama-0.32-version.txt"), request),
            "/api/tags" => Whole(Recording.Load("ollama-0.32-tags.txt"), request),
            "/api/show" => Whole(Recording.Load("ollama-0.32-show.txt"), request),
            "/api/ps" => Whole(Recording.Load("ollama-0.32-ps.txt"), request),
            "/v1/models" => Whole(Recording.Load("ollama-0.32-v1-models.txt"), request),
            _ => Reply(404, ""),
        };

    private static string Whole(Recording recording, RawRequest _) =>
        string.Concat(recording.Pieces(() => int.MaxValue / 2).Select(System.Text.Encoding.UTF8.GetString));

    private static async Task<string> ProblemAsync(IModelClient client, string model) =>
        (await Should.ThrowAsync<EndpointException>(() => client.InspectAsync(model, CancellationToken.None))).Message;
}

using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>What is asked before a run, and what is said where the run cannot start.</summary>
public sealed class EndpointTests
{
    private static readonly ModelNeeds Nothing = new(new HashSet<string>());

    [Fact]
    public async Task Ollama_Recorded_GivesFacts()
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
    public async Task OllamaAsOpenAI_Recorded_Works()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await client.InspectAsync("tiny-think", CancellationToken.None)).Model.ShouldBe("tiny-think:latest");
    }

    [Fact]
    public async Task Ollama_WithoutTheModel_NamesWhatItHas()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await ProblemAsync(client, "x")).ShouldBe(
            $"Model 'x' is not on {server.Url}; it has: tiny-embed:latest, medium-random:latest, tiny-think:latest, tiny-random:latest. Get it with 'ollama pull x'."
        );
    }

    [Theory]
    [InlineData(ModelApi.Ollama, "Start Ollama there with 'ollama serve', or name another with --url.")]
    [InlineData(ModelApi.OpenAI, "Start the server there, or name another with --url.")]
    public async Task Server_Away_SaysHowToStartIt(ModelApi api, string hint)
    {
        using var away = new NoServer();
        string url = away.Url;
        using var client = Clients.To(url, api);
        (await ProblemAsync(client, "m")).ShouldBe($"No server answers at {url} (connection refused). {hint}");
        (
            await Should.ThrowAsync<EndpointException>(() => client.LoadAsync("m", new GenerationOptions(), CancellationToken.None))
        ).Message.ShouldContain("connection refused");
    }

    [Fact]
    public async Task Ollama_AskedButOnlyOpenAIThere_ProposesTheOtherApi()
    {
        await using var server = RawServer.Answering(r =>
            r.Path == "/v1/models" ? Reply(200, """{"object":"list","data":[]}""") : Reply(404, "")
        );
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await ProblemAsync(client, "m")).ShouldBe(
            $"{server.Url} does not speak Ollama's API (GET /api/version: HTTP 404), but the OpenAI-compatible one. Add --api openai."
        );
    }

    [Fact]
    public async Task OpenAI_AskedButOnlyOllamaThere_ProposesTheOtherApi()
    {
        await using var server = RawServer.Answering(r =>
            r.Path == "/api/version" ? Reply(200, """{"version":"0.1"}""") : Reply(404, "", "text/plain")
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await ProblemAsync(client, "m")).ShouldBe(
            $"{server.Url} does not speak the OpenAI-compatible API (GET models: HTTP 404), but Ollama's. Add --api ollama."
        );
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task WebSite_IsNotAModelServer(ModelApi api)
    {
        await using var server = RawServer.Answering(_ => Reply(200, "<html>Welcome</html>", "text/html"));
        using var client = Clients.To(server.Url, api);
        string problem = await ProblemAsync(client, "m");
        problem.ShouldContain("HTTP 200, text/html");
        problem.ShouldContain(api is ModelApi.Ollama ? "--api openai" : "--api ollama");
    }

    [Fact]
    public async Task OtherProtocol_IsNamed()
    {
        await using var server = new RawServer(Clients.Serve("220 mail.example ESMTP\r\n\r\n"));
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await ProblemAsync(client, "m")).ShouldBe($"What answers at {server.Url} does not speak HTTP. Name a model server with --url.");
    }

    [Fact]
    public async Task Server_Silent_IsGivenUpAfterAWhile()
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
            $"{server.Url} took the question for api/version and did not answer within 15 s."
        );
    }

    [Theory]
    [InlineData(null, "wants an API key (HTTP 401: no key)", "OPENAI_API_KEY")]
    [InlineData("sk-secret-1", "does not accept the API key it was given (HTTP 401: no key)", "environment variable")]
    public async Task Key_MissingOrWrong_SaysWhereToPutIt(string? key, string what, string remedy)
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
    public async Task LlamaServer_AcceptsAnyModelName_OthersDoNot(string owner, bool accepted)
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
        if (!accepted)
        {
            (await ProblemAsync(client, "any")).ShouldBe(
                $"Model 'any' is not on {server.Url}; it has: q.gguf. Name one of these with --model."
            );
            return;
        }
        var facts = await client.InspectAsync("any", CancellationToken.None);
        (facts.Server, facts.Model, facts.ContextLength, facts.LoadedContextLength, facts.Capabilities).ShouldBe(
            ("llama.cpp", "q.gguf", 32768, 4096, null)
        );
    }

    [Fact]
    public async Task SimulatedServer_SaysSo()
    {
        await using var server = RawServer.Answering(r =>
            RecordedOllama(r).Replace("HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-AgentLoad-Simulated: true\r\n")
        );
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        (await client.InspectAsync("tiny-random", CancellationToken.None)).IsSimulated.ShouldBeTrue();
    }

    [Fact]
    public async Task Ollama_Load_SendsNoMessages()
    {
        RawRequest? asked = null;
        await using var server = RawServer.Answering(r => Whole(Recording.Load("ollama-0.32-chat-load.txt"), asked = r));
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        await client.LoadAsync("tiny-random", new GenerationOptions { ContextLength = 4096, KeepAlive = "-1" }, CancellationToken.None);
        asked!.Body.ShouldBe("""{"model":"tiny-random","keep_alive":-1,"options":{"num_ctx":4096}}""");
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Load_Refused_SaysWhy(ModelApi api)
    {
        await using var server = RawServer.Answering(_ => Reply(500, """{"error":"out of memory"}"""));
        using var client = Clients.To(server.Url, api);
        (
            await Should.ThrowAsync<EndpointException>(() => client.LoadAsync("m", new GenerationOptions(), CancellationToken.None))
        ).Message.ShouldContain("HTTP 500: out of memory");
    }

    [Fact]
    public async Task Preflight_NamesEverythingThatIsMissing()
    {
        await using var server = RawServer.Answering(RecordedOllama);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var problems = await Preflight.CheckAsync(
            client,
            "tiny-random",
            new ModelNeeds(new HashSet<string> { "tools", "vision", "thinking" }, 9000),
            CancellationToken.None
        );
        problems
            .Select(p => p.Message)
            .ShouldBe([
                $"Model 'tiny-random' on {server.Url} has no thinking; the workload needs it. Name a model that thinks, or leave 'think' out.",
                $"Model 'tiny-random' on {server.Url} has no vision; the workload needs it. Name a model with vision (the simulated node has it with 'vision: true'), or another problem than image and video.",
                $"Model 'tiny-random' on {server.Url} has a context of 8192 tokens; the workload asks for num_ctx 9000. Ask for at most 8192, or name a model with a longer context.",
            ]);
        (
            await Preflight.CheckAsync(client, "tiny-random", new ModelNeeds(new HashSet<string> { "tools" }, 8192), CancellationToken.None)
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task Preflight_OfAPool_AsksEveryEndpoint()
    {
        await using var good = RawServer.Answering(RecordedOllama);
        await using var bad = RawServer.Answering(_ => Reply(404, ""));
        using var pool = new EndpointPool(
            [Clients.To(good.Url, ModelApi.Ollama), Clients.To(bad.Url, ModelApi.Ollama)],
            Routing.RoundRobin
        );
        var problems = await Preflight.CheckAsync(pool, "tiny-random", Nothing, CancellationToken.None);
        problems.ShouldHaveSingleItem().Message.ShouldContain(bad.Url);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://host")]
    [InlineData("http://")]
    [InlineData("http://user:pw@:80")]
    [InlineData("not a url")]
    public void Url_Unusable_IsRefusedWithAnExample(string url)
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

using System.Text.Json.Nodes;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using AgentLoad.Inference.Transport;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Addresses, model lists and requests of servers that are almost compatible.</summary>
public sealed class CompatibilityTests
{
    private static readonly string Good = Reply(200, WireText.GoodStream, "text/event-stream");

    [Theory]
    [InlineData("http://h:1", "/v1/chat/completions")]
    [InlineData("http://h:1/", "/v1/chat/completions")]
    [InlineData("http://h:1/v1", "/v1/chat/completions")]
    [InlineData("http://h:1/v1/", "/v1/chat/completions")]
    [InlineData("http://h:1/v4#x", "/v4/chat/completions")]
    [InlineData("http://h:1/api", "/api/v1/chat/completions")]
    [InlineData("http://h:1/v1beta/openai/", "/v1beta/openai/chat/completions")]
    [InlineData("http://h:1/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("http://h:1/v1/models", "/v1/chat/completions")]
    [InlineData("http://h:1/x?api-version=2024-10-21", "/x/v1/chat/completions?api-version=2024-10-21")]
    [InlineData(
        "http://h:1/openai/deployments/gpt/chat/completions?api-version=1",
        "/openai/deployments/gpt/chat/completions?api-version=1"
    )]
    public void Url_OfOpenAIServer_HasThePathOfTheApi(string url, string path) =>
        EndpointAddress.From(new EndpointOptions(url, ModelApi.OpenAI)).UrlOf("chat/completions").PathAndQuery.ShouldBe(path);

    [Theory]
    [InlineData("http://h:1", "/api/chat")]
    [InlineData("http://h:1/api", "/api/chat")]
    [InlineData("http://h:1/api/chat", "/api/chat")]
    [InlineData("http://h:1/v1", "/api/chat")]
    [InlineData("http://h:1/ollama/", "/ollama/api/chat")]
    public void Url_OfOllamaServer_HasThePathOfTheApi(string url, string path) =>
        EndpointAddress.From(new EndpointOptions(url, ModelApi.Ollama)).UrlOf("api/chat").PathAndQuery.ShouldBe(path);

    [Fact]
    public void Url_WithAKeyInItsQuery_IsCleaned()
    {
        var address = EndpointAddress.From(new EndpointOptions("http://h:1/v1?key=abcdef12345", ModelApi.OpenAI));
        address.Name.ShouldBe("http://h:1");
        address.Clean("failed with abcdef12345").ShouldBe("failed with ***");
    }

    [Fact]
    public async Task Request_WithShape_LeavesOutRenamesAndAdds()
    {
        var shape = new RequestShape
        {
            Body = new Dictionary<string, string>
            {
                ["top_k"] = "20",
                ["temperature"] = "0.5",
                ["stop"] = "null",
            },
            Omit = new HashSet<string> { "seed", "stream_options" },
            Rename = new Dictionary<string, string> { ["max_tokens"] = "max_completion_tokens" },
        };
        var body = await BodyAsync(ModelApi.OpenAI, shape, new GenerationOptions { Temperature = 1, Seed = 3 });
        body.Select(field => field.Key).ShouldBe(["model", "messages", "stream", "max_completion_tokens", "top_k", "temperature", "stop"]);
        ((double?)body["temperature"], (int?)body["top_k"], body["stop"]).ShouldBe((0.5, 20, null));
    }

    [Fact]
    public async Task Request_ToOllamaWithShape_MergesOptions()
    {
        var shape = new RequestShape
        {
            Body = new Dictionary<string, string> { ["options"] = """{"num_gpu":1,"seed":9}""", ["shift"] = "true" },
            Omit = new HashSet<string> { "truncate" },
        };
        var body = await BodyAsync(ModelApi.Ollama, shape, new GenerationOptions { Seed = 3 });
        body.Select(field => field.Key).ShouldBe(["model", "messages", "stream", "options", "shift"]);
        body["options"]!.ToJsonString().ShouldBe("""{"num_predict":512,"num_gpu":1,"seed":9}""");
    }

    [Theory]
    [InlineData("Off", """{"enable_thinking":false}""", null, "false")]
    [InlineData("On", """{"enable_thinking":true}""", null, "true")]
    [InlineData("Low", null, "low", "\"low\"")]
    [InlineData("Max", null, "max", "\"max\"")]
    public async Task Think_Level_HasTheFormOfTheServer(string level, string? template, string? effort, string ollama)
    {
        var options = new GenerationOptions { Think = Enum.Parse<ThinkLevel>(level) };
        var openAI = await BodyAsync(ModelApi.OpenAI, RequestShape.Default, options);
        (openAI["chat_template_kwargs"]?.ToJsonString(), (string?)openAI["reasoning_effort"]).ShouldBe((template, effort));
        (await BodyAsync(ModelApi.Ollama, RequestShape.Default, options))["think"]!.ToJsonString().ShouldBe(ollama);
    }

    [Theory]
    [InlineData("max_tokens", "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
    [InlineData("seed", "Unsupported parameter: 'seed' is not supported with this model.")]
    [InlineData("stream_options", "body.stream_options: Extra inputs are not permitted")]
    public async Task Call_FieldRefused_IsRepeatedWithoutTheField(string field, string error)
    {
        int refused = 0;
        await using var server = RawServer.Answering(request =>
        {
            if (!request.Body.Contains($"\"{field}\":"))
            {
                return Good;
            }

            refused++;
            return Reply(400, new JsonObject { ["error"] = new JsonObject { ["message"] = error } }.ToJsonString());
        });
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        var warnings = await client.LoadAsync("m", new GenerationOptions(), CancellationToken.None);
        warnings.ShouldHaveSingleItem().ShouldContain($"refuses '{field}'");
        for (int i = 0; i < 3; i++)
        {
            var options = new GenerationOptions { Seed = 1 };
            var result = await client.CallAsync(Clients.Request with { Options = options }, CancellationToken.None);
            (result.Outcome, result.Text).ShouldBe((CallOutcome.Completed, WireText.Answer));
        }

        refused.ShouldBe(1);
    }

    [Theory]
    [InlineData("Unsupported parameter: 'temperature' is not supported with this model.")]
    [InlineData("max_tokens too large")]
    public async Task Call_RefusedForAnotherReason_IsNotRepeated(string error)
    {
        int calls = 0;
        await using var server = RawServer.Answering(_ =>
        {
            calls++;
            return Reply(400, new JsonObject { ["error"] = new JsonObject { ["message"] = error } }.ToJsonString());
        });
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        (result.Outcome, calls).ShouldBe((CallOutcome.Rejected, 1));
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }

    [Theory]
    [InlineData(404, """{"detail":"Not Found"}""", "is not a list of models (HTTP 404")]
    [InlineData(405, """{"detail":"Method Not Allowed"}""", "is not a list of models (HTTP 405")]
    [InlineData(307, "", "is not a list of models (HTTP 307")]
    [InlineData(200, """{"object":"list","data":[]}""", "does not list its models by name")]
    [InlineData(200, """{"object":"list","data":[{"id":"*"},{"id":"openai/*"}]}""", "does not list its models by name")]
    [InlineData(200, """{"object":"list","data":[{"id":"gpt-4o"}]}""", "available models: gpt-4o")]
    [InlineData(200, """[{"id":"Org/Name:7B"}]""", null)]
    [InlineData(200, """{"object":"list","data":[{"id":"org/name:7b"}]}""", null)]
    public async Task Inspect_UnusualModelList_LetsTheFirstCallDecide(int status, string list, string? warning)
    {
        await using var server = RawServer.Answering(request =>
            request.Path == "/v1/models" ? Reply(status, list, headers: status == 307 ? "Location: /v1/models/\r\n" : "")
            : request.Path == "/v1/chat/completions" ? Good
            : Reply(404, "")
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        var facts = await client.InspectAsync("org/name:7b", CancellationToken.None);
        if (warning is null)
        {
            facts.Warnings.ShouldBeEmpty();
        }
        else
        {
            facts.Warnings.ShouldHaveSingleItem().ShouldContain(warning);
        }

        await client.LoadAsync("m", new GenerationOptions(), CancellationToken.None);
    }

    [Fact]
    public async Task Load_AnotherModelAnswers_IsAWarning()
    {
        await using var server = RawServer.Answering(_ => Good);
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await client.LoadAsync("qwen3:8b", new GenerationOptions(), CancellationToken.None))
            .ShouldHaveSingleItem()
            .ShouldContain("was asked for model 'qwen3:8b', but 'm' answers");
    }

    [Fact]
    public async Task Inspect_OllamaWithoutShow_IsAWarning()
    {
        await using var server = RawServer.Answering(request =>
            request.Path switch
            {
                "/api/version" => Reply(200, """{"version":"0.1"}"""),
                "/api/tags" => Reply(200, """{"models":[{"name":"M:7b"}]}"""),
                _ => Reply(404, "not found", "text/plain"),
            }
        );
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var facts = await client.InspectAsync("m:7b", CancellationToken.None);
        (facts.Model, facts.ContextLength, facts.Capabilities).ShouldBe(("M:7b", null, null));
        facts.Warnings.ShouldHaveSingleItem().ShouldContain("cannot show it (HTTP 404: not found)");
        (await client.LoadAsync("m:7b", new GenerationOptions(), CancellationToken.None))
            .ShouldHaveSingleItem()
            .ShouldContain("cannot load");
    }

    [Theory]
    [InlineData("""{"chat_template_caps":{"supports_tools":true,"supports_tool_calls":true}}""", true)]
    [InlineData("""{"chat_template_caps":{"supports_tools":false,"supports_tool_calls":false}}""", false)]
    [InlineData("{}", null)]
    public async Task Inspect_LlamaServer_ReportsNativeTools(string props, bool? expected)
    {
        await using var server = RawServer.Answering(request =>
            request.Path switch
            {
                "/v1/models" => Reply(200, """{"data":[{"id":"q.gguf","owned_by":"llamacpp"}]}"""),
                "/props" => Reply(200, props),
                _ => Reply(404, ""),
            }
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await client.InspectAsync("q.gguf", CancellationToken.None)).HasTools.ShouldBe(expected);
    }

    private static async Task<JsonObject> BodyAsync(ModelApi api, RequestShape shape, GenerationOptions options)
    {
        RawRequest? sent = null;
        await using var server = RawServer.Answering(request =>
        {
            sent = request;
            return Reply(500, "");
        });
        using var client = ModelClients.Create(new EndpointOptions(server.Url, api) { Shape = shape }, TimeProvider.System);
        await client.CallAsync(Clients.Request with { Options = options }, CancellationToken.None);
        return JsonNode.Parse(sent!.Body)!.AsObject();
    }
}

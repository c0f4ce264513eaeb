using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Requests on the wire.</summary>
public sealed class RequestTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    private static readonly CallRequest Minimal = new(
        "m",
        [ChatMessage.System("Be brief."), ChatMessage.User("Draw \"ä\" → 1\n")],
        new GenerationOptions { MaxTokens = 7 }
    );

    private static readonly CallRequest Full = new(
        "m:7b",
        [
            ChatMessage.User("look") with
            {
                Images = [Png],
            },
            ChatMessage.Assistant("") with
            {
                ToolCalls = [new ToolCall("c1", "find", """{"a": 1}"""), new ToolCall("c2", "find", "not json")],
            },
            new ChatMessage(ChatRole.Tool, "found") { ToolCallId = "c1", ToolName = "find" },
        ],
        new GenerationOptions
        {
            MaxTokens = 9,
            FixedLength = true,
            Temperature = 0.7,
            TopP = 0.9,
            Seed = 42,
            Stop = ["\n\n", "END"],
            ContextLength = 4096,
            Think = ThinkLevel.Off,
            Json = true,
            KeepAlive = "5m",
        }
    )
    {
        Tools = [new ToolDefinition("find", "Finds.", """{"type":"object","properties":{}}""")],
    };

    [Fact]
    public async Task Ollama_Minimal_IsWrittenExactly() =>
        (await SentAsync(ModelApi.Ollama, Minimal)).Body.ShouldBe(
            """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Draw \"ä\" → 1\n"}]"""
                + ""","stream":true,"truncate":false,"options":{"num_predict":7}}"""
        );

    [Fact]
    public async Task Ollama_Full_IsWrittenExactly()
    {
        var request = await SentAsync(ModelApi.Ollama, Full);
        request.Head.ShouldStartWith("POST /api/chat HTTP/1.1\r\n");
        request.Header("Content-Type").ShouldBe("application/json");
        request.Header("Authorization").ShouldBeNull();
        request.Header("traceparent").ShouldBeNull();
        request.Header("Expect").ShouldBeNull();
        request.Body.ShouldBe(
            """{"model":"m:7b","messages":[{"role":"user","content":"look","images":["iVBORwECAw=="]}"""
                + """,{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"name":"find","arguments":{"a":1}}}"""
                + """,{"id":"c2","function":{"name":"find","arguments":{"invalid":"not json"}}}]}"""
                + """,{"role":"tool","content":"found","tool_name":"find","tool_call_id":"c1"}]"""
                + ""","tools":[{"type":"function","function":{"name":"find","description":"Finds.","parameters":"""
                + """{"type":"object","properties":{}}}}],"stream":true,"truncate":false,"format":"json","think":false"""
                + ""","keep_alive":"5m","options":{"num_predict":9,"num_ctx":4096,"temperature":0.7,"top_p":0.9,"seed":42,"stop":"""
                + """["\n\n","END"]}}"""
        );
    }

    [Theory]
    [InlineData("llama.cpp", 3)]
    [InlineData("uvicorn", 1)]
    public async Task CallAsync_LlamaServer_UsesAConnectionPerCall(string name, int connections)
    {
        var recorded = Recording.Load("llama-server-v1-stream.txt");
        await using var server = new RawServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                foreach (byte[] piece in recorded.Pieces(() => int.MaxValue).Prepend([]))
                {
                    await connection.WriteAsync(System.Text.Encoding.UTF8.GetString(piece).Replace("Server: llama.cpp", $"Server: {name}"));
                }

                if (request.Header("Connection") == "close")
                {
                    return;
                }
            }
        });
        using var client = Clients.To(server.Url, ModelApi.OpenAI);

        for (int call = 0; call < 4; call++)
        {
            (await client.CallAsync(Clients.Request, TestContext.Current.CancellationToken)).IsGood.ShouldBeTrue();
        }

        server.Accepted.ShouldBe(connections);
    }

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("0", "0")]
    [InlineData("10m", "\"10m\"")]
    public async Task Ollama_KeepAliveWithoutUnit_IsWrittenAsANumber(string keepAlive, string written)
    {
        var request = await SentAsync(ModelApi.Ollama, Minimal with { Options = Minimal.Options with { KeepAlive = keepAlive } });
        request.Body.ShouldContain($"\"keep_alive\":{written},");
    }

    [Fact]
    public async Task OpenAI_Minimal_IsWrittenExactly() =>
        (await SentAsync(ModelApi.OpenAI, Minimal)).Body.ShouldBe(
            """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Draw \"ä\" → 1\n"}]"""
                + ""","stream":true,"stream_options":{"include_usage":true},"max_tokens":7}"""
        );

    [Fact]
    public async Task OpenAI_LastMessageOfTheModel_IsContinued() =>
        (
            await SentAsync(ModelApi.OpenAI, Minimal with { Messages = [ChatMessage.User("x"), ChatMessage.Assistant("So far")] })
        ).Body.ShouldBe(
            """{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"So far"}]"""
                + ""","continue_final_message":true,"add_generation_prompt":false,"stream":true,"stream_options":{"include_usage":true}"""
                + ""","max_tokens":7}"""
        );

    [Fact]
    public async Task OpenAI_Full_IsWrittenExactly()
    {
        var request = await SentAsync(ModelApi.OpenAI, Full, "sk-test");
        request.Head.ShouldStartWith("POST /v1/chat/completions HTTP/1.1\r\n");
        request.Header("Authorization").ShouldBe("Bearer sk-test");
        request.Body.ShouldBe(
            """{"model":"m:7b","messages":[{"role":"user","content":[{"type":"text","text":"look"}"""
                + """,{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORwECAw=="}}]}"""
                + """,{"role":"assistant","content":"","tool_calls":[{"id":"c1","type":"function","function":"""
                + """{"name":"find","arguments":"{\"a\": 1}"}},{"id":"c2","type":"function","function":"""
                + """{"name":"find","arguments":"not json"}}]},{"role":"tool","content":"found","tool_call_id":"c1"}],"tools":["""
                + """{"type":"function","function":{"name":"find","description":"Finds.","parameters":{"type":"object","properties":"""
                + """{}}}}],"stream":true,"stream_options":{"include_usage":true},"max_tokens":9,"min_tokens":9,"ignore_eos":true"""
                + ""","temperature":0.7,"top_p":0.9,"seed":42,"stop":["\n\n","END"],"response_format":{"type":"json_object"}"""
                + ""","chat_template_kwargs":{"enable_thinking":false}}"""
        );
    }

    [Theory]
    [InlineData(ModelApi.Ollama, "", "/api/chat")]
    [InlineData(ModelApi.Ollama, "/", "/api/chat")]
    [InlineData(ModelApi.Ollama, "/api", "/api/chat")]
    [InlineData(ModelApi.Ollama, "/v1/", "/api/chat")]
    [InlineData(ModelApi.Ollama, "/gpu7/", "/gpu7/api/chat")]
    [InlineData(ModelApi.OpenAI, "", "/v1/chat/completions")]
    [InlineData(ModelApi.OpenAI, "/v1", "/v1/chat/completions")]
    [InlineData(ModelApi.OpenAI, "/openai", "/openai/v1/chat/completions")]
    [InlineData(ModelApi.OpenAI, "/paas/v4/", "/paas/v4/chat/completions")]
    public async Task Url_WithAPath_IsExtendedToTheApiPath(ModelApi api, string path, string expected) =>
        (await SentAsync(api, Minimal, path: path)).Path.ShouldBe(expected);

    [Fact]
    public async Task Prompt_Large_IsSentCompletely()
    {
        var random = new Random(3);
        var messages = Enumerable
            .Range(0, 50)
            .Select(i => ChatMessage.User(new string((char)('a' + random.Next(26)), random.Next(40_000))))
            .ToList();
        var request = await SentAsync(ModelApi.Ollama, Minimal with { Messages = messages });
        using var body = JsonDocument.Parse(request.Body);
        body.RootElement.GetProperty("messages")
            .EnumerateArray()
            .Select(m => m.GetProperty("content").GetString())
            .ShouldBe(messages.Select(m => m.Content));
    }

    [Theory]
    [InlineData(ModelApi.Ollama, 0)]
    [InlineData(ModelApi.OpenAI, -1)]
    public async Task MaxTokens_NotPositive_Throws(ModelApi api, int limit)
    {
        using var client = Clients.To("http://127.0.0.1:1", api);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() =>
            client.CallAsync(Minimal with { Options = new() { MaxTokens = limit } }, CancellationToken.None)
        );
    }

    private static async Task<RawRequest> SentAsync(ModelApi api, CallRequest request, string? key = null, string path = "")
    {
        RawRequest? sent = null;
        await using var server = new RawServer(async connection =>
        {
            sent = await connection.ReadRequestAsync();
            await connection.WriteAsync(Reply(200, Done));
        });
        using var client = Clients.To(server.Url + path, api, key);
        await client.CallAsync(request, TestContext.Current.CancellationToken);
        return sent.ShouldNotBeNull();
    }
}

using System.Text.Json.Nodes;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Servers of the OpenAI-compatible API that do not report whether they offer tools.</summary>
public sealed class ToolOfferTests
{
    private const string NoParser = "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set";

    [Theory]
    [InlineData(90, 0, true)]
    [InlineData(50, 0, false)]
    [InlineData(null, 0, null)]
    [InlineData(null, 1, true)]
    public async Task Offer_Accepted_ShowsInThePromptOrInACall(int? promptTokens, int toolCalls, bool? expected)
    {
        await using var server = RawServer.Answering(request =>
            Answer(JsonNode.Parse(request.Body)!["tools"] is null ? 50 : promptTokens, toolCalls)
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        await client.LoadAsync("m", new GenerationOptions(), CancellationToken.None);

        (await client.OffersToolsAsync("m", CancellationToken.None)).ShouldBe(new ToolOffer(expected));
    }

    [Theory]
    [InlineData(400, false, NoParser)]
    [InlineData(422, false, "body.tools: Extra inputs are not permitted")]
    [InlineData(500, null, null)]
    [InlineData(503, null, null)]
    public async Task Offer_Refused_IsReportedWithTheError(int status, bool? expected, string? error)
    {
        await using var server = RawServer.Answering(request =>
            JsonNode.Parse(request.Body)!["tools"] is null
                ? Answer(50, 0)
                : Reply(status, new JsonObject { ["error"] = new JsonObject { ["message"] = error ?? "busy" } }.ToJsonString())
        );
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        await client.LoadAsync("m", new GenerationOptions(), CancellationToken.None);

        (await client.OffersToolsAsync("m", CancellationToken.None)).ShouldBe(
            new ToolOffer(expected, error is null ? null : $"HTTP {status}: {error}")
        );
    }

    [Theory]
    [InlineData(90, 90, true)]
    [InlineData(90, 50, false)]
    [InlineData(90, null, null)]
    [InlineData(null, 50, false)]
    public async Task Offer_ToAPool_IsAcceptedIfEveryServerAcceptsIt(int? first, int? second, bool? expected)
    {
        await using var one = RawServer.Answering(request => Answer(JsonNode.Parse(request.Body)!["tools"] is null ? 50 : first, 0));
        await using var other = RawServer.Answering(request => Answer(JsonNode.Parse(request.Body)!["tools"] is null ? 50 : second, 0));
        using var pool = new EndpointPool(
            [Clients.To(one.Url, ModelApi.OpenAI), Clients.To(other.Url, ModelApi.OpenAI)],
            Routing.RoundRobin,
            TimeProvider.System
        );
        await pool.LoadAsync("m", new GenerationOptions(), CancellationToken.None);

        (await pool.OffersToolsAsync("m", CancellationToken.None)).IsAccepted.ShouldBe(expected);
    }

    private static string Answer(int? promptTokens, int toolCalls) =>
        Reply(
            200,
            string.Concat(
                Enumerable.Repeat(
                    WireText.Sse(
                        WireText.Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"get_time","arguments":"{}"}}]}""")
                    ),
                    toolCalls
                )
            )
                + WireText.Sse(WireText.Delta("Hi"))
                + WireText.Sse(WireText.Chunk("{}", "\"length\""))
                + (promptTokens is null ? "" : WireText.Sse($$$"""{"usage":{"prompt_tokens":{{{promptTokens}}},"completion_tokens":1}}"""))
                + "data: [DONE]\n\n",
            "text/event-stream"
        );
}

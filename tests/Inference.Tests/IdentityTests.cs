using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Headers that identify a call.</summary>
public sealed class IdentityTests
{
    private static readonly string Good = Reply(200, WireText.GoodStream, "text/event-stream");

    [Fact]
    public async Task Request_WithHeaders_SendsKeyAndIdentity()
    {
        RawRequest? sent = null;
        await using var server = RawServer.Answering(request =>
        {
            sent = request;
            return Good;
        });
        using var client = ModelClients.Create(
            new EndpointOptions(server.Url, ModelApi.OpenAI, "secret-key")
            {
                ApiKeyHeader = "api-key",
                Headers = new Dictionary<string, string> { ["OpenAI-Organization"] = "org-1" },
                Identity = new IdentityHeaders { Run = "" },
                Run = "night",
            },
            TimeProvider.System
        );
        await client.CallAsync(Clients.Request with { TaskId = 7, Parent = "worker/2", Depth = 1 }, CancellationToken.None);
        (sent!.Header("api-key"), sent.Header("Authorization"), sent.Header("OpenAI-Organization")).ShouldBe(("secret-key", null, "org-1"));
        (sent.Header("X-Session-Id"), sent.Header("X-Parent-Id"), sent.Header("X-Agent-Depth")).ShouldBe(("night-7", "worker/2", "1"));
        sent.Header("X-Run-Id").ShouldBeNull();
        sent.Header("traceparent").ShouldBeNull();
    }

    [Theory]
    [InlineData(ModelApi.OpenAI)]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OllamaSharp)]
    public async Task Request_WithIdentity_SendsTheTraceOfTheCall(ModelApi api)
    {
        RawRequest? sent = null;
        await using var server = RawServer.Answering(request =>
        {
            sent = request;
            return Good;
        });
        using var client = ModelClients.Create(
            new EndpointOptions(server.Url, api) { Identity = new IdentityHeaders() },
            TimeProvider.System
        );
        var trace = new CallTrace("0123", 7, 1, "act/1");
        await client.CallAsync(Clients.Request with { TaskId = 7, Trace = trace }, CancellationToken.None);
        sent!.Header("X-Session-Id").ShouldBe("run-7");
        sent.Header("traceparent").ShouldNotBeNull().ShouldMatch("^00-[0-9a-f]{32}-[0-9a-f]{16}-01$");
        sent.Header("traceparent").ShouldBe($"00-{trace.TraceId}-{trace.SpanId}-01");
        // Ids by an independent computation: printf '0123/7/1' | sha256sum; printf '0123/7/1/act/1' | sha256sum.
        (trace.TraceId, trace.SpanId).ShouldBe(("a5eea9932b1ae31ba48a7d5cacb84612", "be8d1e4d88ad7879"));
    }

    [Fact]
    public void Trace_OfCalls_IsSharedByTheTaskAndItsSpansAreNot()
    {
        CallTrace[] traces = [new("r", 1, 1, "a"), new("r", 1, 1, "b"), new("r", 1, 2, "a"), new("r", 2, 1, "a"), new("s", 1, 1, "a")];
        traces.Select(trace => trace.TraceId).Distinct().Count().ShouldBe(4);
        traces[0].TraceId.ShouldBe(traces[1].TraceId);
        traces.Select(trace => trace.SpanId).Distinct().Count().ShouldBe(5);
    }

    [Theory]
    [InlineData(ModelApi.OpenAI)]
    [InlineData(ModelApi.Ollama)]
    public async Task Request_WithoutIdentity_HasNoSuchHeader(ModelApi api)
    {
        RawRequest? sent = null;
        await using var server = RawServer.Answering(request =>
        {
            sent = request;
            return Good;
        });
        using var client = Clients.To(server.Url, api);
        await client.CallAsync(Clients.Request with { TaskId = 7 }, CancellationToken.None);
        sent!.Head.ShouldNotContain("X-Session-Id");
    }
}

using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests.Outcomes;

/// <summary>Outcomes of calls by HTTP response.</summary>
public sealed class StatusOutcomeTests
{
    private const string Busy = """{"error":"server busy, please try again.  maximum pending requests exceeded"}""";

    [Theory]
    [InlineData(
        ModelApi.Ollama,
        503,
        Busy,
        CallOutcome.Overloaded,
        "HTTP 503: server busy, please try again. maximum pending requests exceeded"
    )]
    [InlineData(
        ModelApi.OpenAI,
        503,
        """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""",
        CallOutcome.Overloaded,
        "HTTP 503: Loading model"
    )]
    [InlineData(ModelApi.OpenAI, 429, """{"error":{"message":"slow down"}}""", CallOutcome.Overloaded, "HTTP 429: slow down")]
    [InlineData(
        ModelApi.Ollama,
        400,
        """{"error":"\"m\" does not support thinking"}""",
        CallOutcome.Rejected,
        "HTTP 400: \"m\" does not support thinking"
    )]
    [InlineData(
        ModelApi.Ollama,
        400,
        """{"error":"{\"error\":{\"code\":400,\"message\":\"request (3016 tokens) exceeds the available context size\"}}"}""",
        CallOutcome.Rejected,
        "HTTP 400: request (3016 tokens) exceeds the available context size"
    )]
    [InlineData(
        ModelApi.OpenAI,
        404,
        """{"error":{"message":"model 'x' not found","type":"not_found_error","param":null,"code":null}}""",
        CallOutcome.Rejected,
        "HTTP 404: model 'x' not found"
    )]
    [InlineData(ModelApi.OpenAI, 422, """{"detail":"bad field"}""", CallOutcome.Rejected, "HTTP 422: bad field")]
    [InlineData(ModelApi.Ollama, 405, "405 method not allowed", CallOutcome.Rejected, "HTTP 405: 405 method not allowed")]
    [InlineData(
        ModelApi.Ollama,
        500,
        """{"error":"option \"num_predict\" must be of type integer"}""",
        CallOutcome.ServerError,
        "HTTP 500: option \"num_predict\" must be of type integer"
    )]
    [InlineData(ModelApi.OpenAI, 502, "<html>\n<b>Bad\nGateway</b>", CallOutcome.ServerError, "HTTP 502: <html> <b>Bad Gateway</b>")]
    public async Task Status_NotOk_HasOutcomeAndServerMessage(ModelApi api, int status, string body, CallOutcome outcome, string error)
    {
        var result = await Clients.CallAsync(api, Clients.Serve(Reply(status, body)));
        (result.Outcome, result.HttpStatus, result.Error).ShouldBe((outcome, status, error));
        (result.FirstChunk, result.PromptTokens, result.CompletionTokens, result.Provenance).ShouldBe(
            (null, null, null, TokenProvenance.Missing)
        );
    }

    [Fact]
    public async Task Reply_NotHttp_IsServerError()
    {
        var result = await Clients.CallAsync(ModelApi.Ollama, Clients.Serve("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        (result.Outcome, result.Error).ShouldBe((CallOutcome.ServerError, "the response is not HTTP"));
    }

    [Fact]
    public async Task Reply_Html_IsServerError()
    {
        var result = await Clients.CallAsync(ModelApi.OpenAI, Clients.Serve(Reply(200, "<html></html>", "text/html")));
        (result.Outcome, result.Error).ShouldBe((CallOutcome.ServerError, "the server did not send JSON: '<html></html>'"));
    }

    [Fact]
    public async Task Redirect_IsRejectedAndReportsTheTarget()
    {
        var result = await Clients.CallAsync(
            ModelApi.Ollama,
            Clients.Serve(Reply(307, "", headers: "Location: http://elsewhere/api/chat?key=1\r\n"))
        );
        (result.Outcome, result.Error).ShouldBe((CallOutcome.Rejected, "HTTP 307: redirected to http://elsewhere/api/chat"));
    }
}

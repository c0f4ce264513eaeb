using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests.Outcomes;

/// <summary>Outcomes of calls by contents of the stream.</summary>
public sealed class StreamOutcomeTests
{
    [Fact]
    public async Task OllamaStream_EndedWithoutFinalLine_IsIncomplete()
    {
        var result = await Clients.CallAsync(ModelApi.Ollama, Clients.Serve(NdjsonHead + Chunk(Content("a") + Content("a")) + End));
        (result.Outcome, result.Text, result.CompletionTokens).ShouldBe((CallOutcome.Incomplete, "aa", 2));
    }

    [Fact]
    public async Task OllamaStream_EndedInTheMiddleOfALine_IsIncomplete()
    {
        var result = await Clients.CallAsync(
            ModelApi.Ollama,
            Clients.Serve(NdjsonHead + Chunk(Content("a") + """{"model":"m","mess""") + End)
        );
        result.Outcome.ShouldBe(CallOutcome.Incomplete);
        result.Error!.ShouldStartWith("the reply ended in the middle of a line");
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    public async Task OpenAIStream_EndedWithoutFinishReason_IsIncompleteUnlessDone(string end)
    {
        var result = await Clients.CallAsync(ModelApi.OpenAI, Clients.Serve(EventHead + Chunk(Delta("a") + end) + End));
        (result.Outcome, result.Text).ShouldBe((end == "" ? CallOutcome.Incomplete : CallOutcome.Completed, "a"));
    }

    [Theory]
    [InlineData(ModelApi.Ollama, """{"error":"runner died"}""" + "\n")]
    [InlineData(ModelApi.OpenAI, """data: {"error":{"message":"runner died","type":"server_error"}}""" + "\n\n")]
    [InlineData(ModelApi.OpenAI, """error: {"code":500,"message":"runner died"}""" + "\n\n")]
    public async Task Error_MidStream_IsServerErrorAfterPartialOutput(ModelApi api, string line)
    {
        string head = api is ModelApi.Ollama ? NdjsonHead + Chunk(Content("a")) : EventHead + Chunk(Delta("a"));
        var result = await Clients.CallAsync(api, Clients.Serve(head + Chunk(line) + End));
        (result.Outcome, result.Error, result.Text).ShouldBe((CallOutcome.ServerError, "runner died", "a"));
    }

    [Theory]
    [InlineData(ModelApi.Ollama, "{\"message\":]}\n", "invalid JSON: '{\"message\":]}'")]
    [InlineData(ModelApi.Ollama, "17\n", "the server did not send JSON: '17'")]
    [InlineData(ModelApi.OpenAI, "data: {\"choices\":\n\n", "invalid JSON: '{\"choices\":'")]
    [InlineData(ModelApi.OpenAI, "data: nonsense\n\n", "the server did not send JSON: 'nonsense'")]
    public async Task Line_Malformed_IsServerErrorWithTheLine(ModelApi api, string line, string error)
    {
        string head = api is ModelApi.Ollama ? NdjsonHead : EventHead;
        var result = await Clients.CallAsync(api, Clients.Serve(head + Chunk(line) + End));
        result.Outcome.ShouldBe(CallOutcome.ServerError);
        result.Error.ShouldNotBeNull().ShouldEndWith(error);
    }

    [Theory]
    [InlineData(ModelApi.Ollama, 1_000_000, CallOutcome.Completed)]
    [InlineData(ModelApi.OpenAI, 1_000_000, CallOutcome.Completed)]
    [InlineData(ModelApi.Ollama, 9_000_000, CallOutcome.ServerError)]
    [InlineData(ModelApi.OpenAI, 9_000_000, CallOutcome.ServerError)]
    public async Task Line_Long_IsReadUpToTheLimit(ModelApi api, int length, CallOutcome outcome)
    {
        string text = new('x', length);
        string reply =
            api is ModelApi.Ollama
                ? NdjsonHead + Chunk(Content(text)) + Chunk(Done) + End
                : EventHead + Chunk(Delta(text)) + Chunk("data: [DONE]\n\n") + End;
        var result = await Clients.CallAsync(api, Clients.Serve(reply));
        result.Outcome.ShouldBe(outcome);
        if (outcome is CallOutcome.Completed)
        {
            result.Text.ShouldBe(text);
        }
        else
        {
            result.Error.ShouldBe("the server sent a line longer than 8388608 bytes");
        }
    }
}

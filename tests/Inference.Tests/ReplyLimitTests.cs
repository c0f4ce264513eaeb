using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Replies without an end, and pauses that a server asks for.</summary>
public sealed class ReplyLimitTests
{
    [Fact]
    public async Task Inspect_EndlessResponse_IsRefused()
    {
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            byte[] piece = new byte[256 * 1024];
            while (true)
            {
                await connection.WriteAsync(piece);
            }
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var problem = await Should.ThrowAsync<EndpointException>(() => client.InspectAsync("m", CancellationToken.None));
        problem.Message.ShouldContain("larger than");
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    [InlineData(ModelApi.OllamaSharp)]
    public async Task Call_EndlessReply_IsServerError(ModelApi api)
    {
        string line = api is ModelApi.OpenAI ? Delta(new string('x', 60_000)) : Content(new string('x', 60_000));
        var result = await Clients.CallAsync(
            api,
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.WriteAsync(api is ModelApi.OpenAI ? EventHead : NdjsonHead);
                string chunk = Chunk(line);
                while (true)
                {
                    await connection.WriteAsync(chunk);
                }
            }
        );
        result.Outcome.ShouldBe(CallOutcome.ServerError);
        result.Error.ShouldNotBeNull().ShouldContain("over the limit");
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("x", null)]
    public async Task Call_WithRetryAfter_ReturnsThePause(string header, int? seconds)
    {
        var response = Reply(429, "", headers: $"Retry-After: {header}\r\n");
        var result = await Clients.CallAsync(ModelApi.OpenAI, Clients.Serve(response));
        (result.Outcome, result.RetryAfter?.TotalSeconds).ShouldBe((CallOutcome.Overloaded, seconds));
    }
}

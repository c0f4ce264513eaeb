using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests.Outcomes;

/// <summary>Outcomes of calls that are cancelled or exceed their deadline.</summary>
public sealed class CancellationOutcomeTests
{
    [Fact]
    public async Task Deadline_Passed_IsTimedOutAndClosesTheConnection()
    {
        var time = new ManualTime();
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            time.Advance(TimeSpan.FromSeconds(29));
            await connection.WriteAsync(NdjsonHead + Chunk(Content("a")));
            time.Advance(TimeSpan.FromSeconds(1));
            await connection.WaitForCloseAsync();
            closed.SetResult();
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama, time: time);
        var result = await client.CallAsync(Clients.Request with { Deadline = TimeSpan.FromSeconds(30) }, CancellationToken.None);
        (result.Outcome, result.Error).ShouldBe((CallOutcome.TimedOut, "timed out after 30 s"));
        (result.End - result.Sent).ShouldBe(TimeSpan.FromSeconds(30).Ticks);
        await closed.Task;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_AtAnyPoint_ClosesTheConnectionImmediately(bool midStream)
    {
        using var cancellation = new CancellationTokenSource();
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (midStream)
            {
                await connection.WriteAsync(NdjsonHead + Chunk(Content("a")));
            }

            await cancellation.CancelAsync();
            await connection.WaitForCloseAsync();
            closed.SetResult();
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var result = await client.CallAsync(Clients.Request with { Deadline = TimeSpan.FromHours(1) }, cancellation.Token);
        (result.Outcome, result.Error).ShouldBe((CallOutcome.Cancelled, null));
        await closed.Task;
    }

    [Fact]
    public async Task Cancelled_BeforeTheCall_SendsNothing()
    {
        await using var server = new RawServer(c => c.HangAsync());
        using var client = Clients.To(server.Url, ModelApi.OpenAI);
        (await client.CallAsync(Clients.Request, new CancellationToken(true))).Outcome.ShouldBe(CallOutcome.Cancelled);
        server.Accepted.ShouldBe(0);
    }
}

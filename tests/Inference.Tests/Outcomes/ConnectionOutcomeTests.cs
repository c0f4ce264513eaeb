using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Inference.Tests.Servers;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests.Outcomes;

/// <summary>Outcomes of calls by state of the connection.</summary>
public sealed class ConnectionOutcomeTests
{
    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Server_NotRunning_IsConnectionFailed(ModelApi api)
    {
        using var closed = new ClosedPort();
        string url = closed.Url;
        using var client = Clients.To(url, api);
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        (result.Outcome, result.HttpStatus, result.Error, result.Endpoint).ShouldBe(
            (CallOutcome.ConnectionFailed, null, "connection refused", url)
        );
        result.Provenance.ShouldBe(TokenProvenance.Missing);
    }

    [Fact]
    public async Task Host_Unknown_IsConnectionFailed()
    {
        using var client = Clients.To("http://no-such-host.invalid:1", ModelApi.Ollama);
        (await client.CallAsync(Clients.Request, CancellationToken.None)).Outcome.ShouldBe(CallOutcome.ConnectionFailed);
    }

    [Fact]
    public async Task Connection_ClosedBeforeTheReply_IsConnectionLost()
    {
        var result = await Clients.CallAsync(ModelApi.Ollama, c => c.ReadRequestAsync());
        (result.Outcome, result.HttpStatus).ShouldBe((CallOutcome.ConnectionLost, null));
    }

    [Fact]
    public async Task Connection_ResetBeforeTheReply_IsConnectionLost()
    {
        var result = await Clients.CallAsync(
            ModelApi.Ollama,
            async connection =>
            {
                await connection.ReadRequestAsync();
                connection.Reset();
            }
        );
        result.Outcome.ShouldBe(CallOutcome.ConnectionLost);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_Interrupted_IsConnectionLostWithPartialOutput(bool byReset)
    {
        // The client must have read the chunk before the reset, because a reset discards data in transit.
        var firstChunkRead = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(NdjsonHead + Chunk(Content("one")));
            await firstChunkRead.Task;
            if (byReset)
            {
                connection.Reset();
            }
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama, time: new SignalTime(3, firstChunkRead));
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        (result.Outcome, result.Text, result.HttpStatus).ShouldBe((CallOutcome.ConnectionLost, "one", 200));
        (result.CompletionTokens, result.Provenance).ShouldBe((1, TokenProvenance.Estimated));
    }

    [Fact]
    public async Task Calls_Sequential_ReuseTheConnection()
    {
        await using var server = RawServer.Answering(_ => NdjsonHead + Chunk(Content("a")) + Chunk(Done) + End);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        for (int i = 0; i < 20; i++)
        {
            (await client.CallAsync(Clients.Request, CancellationToken.None)).Outcome.ShouldBe(CallOutcome.Completed);
        }

        server.Accepted.ShouldBe(1);
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Connection_ClosedByTheServerWhileIdle_CostsNoCall(ModelApi api)
    {
        // The server announces keep-alive, and closes every connection after its reply.
        var closed = new SemaphoreSlim(0);
        string reply =
            api is ModelApi.Ollama ? NdjsonHead + Chunk(Content("a")) + Chunk(Done) + End : EventHead + Chunk(WireText.GoodStream) + End;
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(reply);
            connection.Dispose();
            closed.Release();
        });
        using var client = Clients.To(server.Url, api);
        for (int i = 0; i < 20; i++)
        {
            var result = await client.CallAsync(Clients.Request, CancellationToken.None);
            (result.Outcome, result.Error).ShouldBe((CallOutcome.Completed, null));
            await closed.WaitAsync(TestContext.Current.CancellationToken);
        }

        server.Accepted.ShouldBe(20);
    }

    [Fact]
    public async Task Reply_CompleteButConnectionStaysOpen_IsCompletedAtTheFinalLine()
    {
        var time = new ManualTime();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(NdjsonHead + Chunk(Content("a")) + Chunk(Done));
            await Poll.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return time.Timers == 0;
                },
                "the client to stop its timers",
                cancellationToken: connection.Stop
            );
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama, time: time);
        (await client.CallAsync(Clients.Request, CancellationToken.None)).Outcome.ShouldBe(CallOutcome.Completed);
    }

    /// <summary>
    /// A time provider that completes a task after a number of timestamps: one for the request, one per read of the body.
    /// </summary>
    private sealed class SignalTime(int reads, TaskCompletionSource signal) : TimeProvider
    {
        private int _reads;

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref _reads) == reads - 1)
            {
                signal.TrySetResult();
            }

            return base.GetTimestamp();
        }
    }
}

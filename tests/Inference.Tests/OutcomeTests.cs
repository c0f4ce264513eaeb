using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using static AgentLoad.Inference.Tests.Fakes.Http;

namespace AgentLoad.Inference.Tests;

/// <summary>Every way a call can end, caused for real.</summary>
public sealed class OutcomeTests
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
    public async Task Status_NotOk_GivesOutcomeAndTheServersWords(ModelApi api, int status, string body, CallOutcome outcome, string error)
    {
        var result = await Clients.CallAsync(api, Clients.Serve(Reply(status, body)));
        (result.Outcome, result.HttpStatus, result.Error).ShouldBe((outcome, status, error));
        (result.FirstChunk, result.PromptTokens, result.CompletionTokens, result.Provenance).ShouldBe(
            (null, null, null, TokenProvenance.Missing)
        );
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Server_Away_IsConnectionFailed(ModelApi api)
    {
        using var away = new NoServer();
        string url = away.Url;
        using var client = Clients.To(url, api);
        var result = await client.CallAsync(Clients.Request, CancellationToken.None);
        (result.Outcome, result.HttpStatus, result.Error, result.Endpoint).ShouldBe(
            (CallOutcome.ConnectionFailed, null, "connection refused", url)
        );
        result.Provenance.ShouldBe(TokenProvenance.Missing);
    }

    [Fact]
    public async Task Name_Unknown_IsConnectionFailed()
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
    public async Task Stream_CutOff_IsConnectionLostWithPartialOutput(bool byReset)
    {
        // The client must have read the chunk before the reset, because a reset throws away what is still on its way.
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
    [InlineData(ModelApi.Ollama, "{\"message\":\n")]
    [InlineData(ModelApi.Ollama, "17\n")]
    [InlineData(ModelApi.OpenAI, "data: {\"choices\":\n\n")]
    [InlineData(ModelApi.OpenAI, "data: nonsense\n\n")]
    public async Task Line_Malformed_IsServerErrorThatShowsIt(ModelApi api, string line)
    {
        string head = api is ModelApi.Ollama ? NdjsonHead : EventHead;
        var result = await Clients.CallAsync(api, Clients.Serve(head + Chunk(line) + End));
        result.Outcome.ShouldBe(CallOutcome.ServerError);
        result.Error!.ShouldStartWith("the server sent what is not JSON: '");
    }

    [Fact]
    public async Task Reply_NotHttp_IsServerError()
    {
        var result = await Clients.CallAsync(ModelApi.Ollama, Clients.Serve("SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        (result.Outcome, result.Error).ShouldBe((CallOutcome.ServerError, "the reply is not HTTP"));
    }

    [Fact]
    public async Task Reply_Html_IsServerError()
    {
        var result = await Clients.CallAsync(ModelApi.OpenAI, Clients.Serve(Reply(200, "<html></html>", "text/html")));
        (result.Outcome, result.Error).ShouldBe((CallOutcome.ServerError, "the server answered text/html, not a stream of JSON"));
    }

    [Fact]
    public async Task Redirect_IsRejectedAndNamesTheTarget()
    {
        var result = await Clients.CallAsync(
            ModelApi.Ollama,
            Clients.Serve(Reply(307, "", headers: "Location: http://elsewhere/api/chat?key=1\r\n"))
        );
        (result.Outcome, result.Error).ShouldBe((CallOutcome.Rejected, "HTTP 307: redirected to http://elsewhere/api/chat"));
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
            result.Error.ShouldBe("the server sent a line of more than 8388608 bytes");
        }
    }

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
        (result.Outcome, result.Error).ShouldBe((CallOutcome.TimedOut, "not done within 30 s"));
        (result.End - result.Sent).ShouldBe(TimeSpan.FromSeconds(30).Ticks);
        await closed.Task;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelled_AtAnyPoint_ClosesTheConnectionAtOnce(bool midStream)
    {
        using var giveUp = new CancellationTokenSource();
        var closed = new TaskCompletionSource();
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (midStream)
            {
                await connection.WriteAsync(NdjsonHead + Chunk(Content("a")));
            }

            await giveUp.CancelAsync();
            await connection.WaitForCloseAsync();
            closed.SetResult();
        });
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        var result = await client.CallAsync(Clients.Request with { Deadline = TimeSpan.FromHours(1) }, giveUp.Token);
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

    [Fact]
    public async Task Calls_OneAfterTheOther_UseOneConnection()
    {
        await using var server = RawServer.Answering(_ => NdjsonHead + Chunk(Content("a")) + Chunk(Done) + End);
        using var client = Clients.To(server.Url, ModelApi.Ollama);
        for (int i = 0; i < 20; i++)
        {
            (await client.CallAsync(Clients.Request, CancellationToken.None)).Outcome.ShouldBe(CallOutcome.Completed);
        }

        server.Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task Reply_WholeButConnectionStaysOpen_IsCompletedWhenTheFinalLineCame()
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

    /// <summary>Real time that completes a task when it has been read a number of times: sent, then once per read of the body.</summary>
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

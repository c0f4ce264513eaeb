using System.Text.Json;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.RealServers;

/// <summary>The client against a real llama-server. Counts are compared with the metrics of the server.</summary>
public sealed class LlamaServerTests
{
    private static readonly ToolDefinition Lookup = new(
        "lookup",
        "Returns the person that a relation leads to.",
        """
        {"type":"object","properties":{"entity":{"type":"string"},"relation":{"type":"string","enum":["mentor","rival","guardian"]}},
        "required":["entity","relation"]}
        """
    );

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_OfManyClients_HaveTheCountsOfTheServer()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose());
        using var client = server.Connect();
        var before = await server.CountersAsync();

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(i => client.CallAsync(Request($"Question {i % 10}: {new string('x', 7 * i)}", 1 + (i * 3), seed: i), Cancelled))
        );

        var counted = await server.CountersAsync() - before;
        results.ShouldAllBe(result => result.IsGood && result.Provenance == TokenProvenance.Server);
        results.Select(result => result.Outcome).Distinct().Order().ShouldBe([CallOutcome.Completed, CallOutcome.LengthLimited]);
        results.Sum(result => (long)result.PromptTokens!).ShouldBe(counted.Prompt);
        results.Sum(result => (long)result.CachedTokens!).ShouldBe(counted.Cached);
        results.Sum(result => (long)result.CompletionTokens!).ShouldBe(counted.Completion);
        counted.Cached.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task StreamedReply_HasTheTextAndCountsOfAReplyInOnePiece()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), slots: 1);
        using var client = server.Connect();
        var emoji = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            var result = await client.CallAsync(Request("Say something.", 60, seed), Cancelled);
            var whole = await server.AskAsync(
                $$"""{"messages":[{"role":"user","content":"Say something."}],"max_tokens":60,"temperature":1,"seed":{{seed}}}"""
            );

            result.Text.ShouldBe(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
            result.CompletionTokens.ShouldBe(whole.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
            result.PromptTokens.ShouldBe(whole.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
            (result.FirstChunk <= result.LastChunk && result.LastChunk <= result.End).ShouldBeTrue();
            result.ServerDecode!.Value.ShouldBePositive();
            emoji += result.Text.Contains("😀", StringComparison.Ordinal) ? 1 : 0;
        }

        emoji.ShouldBeGreaterThan(0, "some replies contain a character of four tokens");
    }

    [Fact]
    public async Task Tools_OfferedByTheServer_AreCalledAndAnswered()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.ToolUser());
        using var client = server.Connect();
        (await client.InspectAsync("any name", Cancelled)).HasTools.ShouldBe(true);
        var asked = Request("Who is Belaten's rival?", 60, seed: 3) with { Tools = [Lookup] };

        var call = await client.CallAsync(asked, Cancelled);

        var tool = call.ToolCalls.ShouldHaveSingleItem(call.Error + call.Text);
        tool.Name.ShouldBe("lookup");
        using var arguments = JsonDocument.Parse(tool.Arguments);
        arguments.RootElement.GetProperty("relation").GetString().ShouldBeOneOf("mentor", "rival", "guardian");
        arguments.RootElement.GetProperty("entity").GetString().ShouldNotBeNullOrEmpty();

        var answer = await client.CallAsync(
            asked with
            {
                Messages =
                [
                    .. asked.Messages,
                    ChatMessage.Assistant(call.Text) with
                    {
                        ToolCalls = call.ToolCalls,
                    },
                    new ChatMessage(ChatRole.Tool, "It is Fenoral.") { ToolCallId = tool.Id, ToolName = tool.Name },
                ],
            },
            Cancelled
        );
        answer.Outcome.ShouldBe(CallOutcome.Completed, answer.Error);
        answer.ToolCalls.ShouldBeEmpty();
        answer.Text.ShouldStartWith("Answer:");
        answer.PromptTokens!.Value.ShouldBeGreaterThan(call.PromptTokens!.Value);
    }

    [Fact]
    public async Task Tools_NotOfferedByTheServer_AreReportedMissing()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose());
        using var client = server.Connect();
        (await client.InspectAsync("tiny.gguf", Cancelled)).HasTools.ShouldBe(false);
    }

    [Fact]
    public async Task Thinking_IsApartFromTheAnswer_AndCanBeTurnedOff()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Thinker());
        using var client = server.Connect();
        var request = Request("Think.", 300, seed: 5);

        var thinking = await client.CallAsync(request, Cancelled);
        var silent = await client.CallAsync(request with { Options = request.Options with { Think = ThinkLevel.Off } }, Cancelled);

        thinking.Outcome.ShouldBe(CallOutcome.Completed, thinking.Error);
        thinking.Thinking.ShouldNotBeEmpty();
        thinking.Thinking.ShouldNotContain("think>");
        thinking.Text.ShouldStartWith("Answer:");
        thinking.FirstOutput!.Value.ShouldBeGreaterThan(thinking.FirstChunk!.Value);
        silent.Thinking.ShouldBeEmpty();
        silent.Text.ShouldStartWith("Answer:");
        silent.CompletionTokens!.Value.ShouldBeLessThan(thinking.CompletionTokens!.Value);
    }

    [Fact]
    public async Task Prompt_LongerThanTheContext_IsRejectedWithTheWordsOfTheServer()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), context: 512);
        using var client = server.Connect();
        (await client.InspectAsync("tiny.gguf", Cancelled)).LoadedContextLength.ShouldBe(512);
        var before = await server.CountersAsync();

        var result = await client.CallAsync(Request(new string('x', 600), 10), Cancelled);

        result.Outcome.ShouldBe(CallOutcome.Rejected);
        result.Error.ShouldNotBeNull().ShouldContain("exceeds the available context size (512 tokens)");
        (await server.CountersAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Reply_ThatFillsTheContext_IsLengthLimited()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), context: 512);
        using var client = server.Connect();
        var result = await client.CallAsync(Long(4000), Cancelled);

        result.Outcome.ShouldBe(CallOutcome.LengthLimited, result.Error);
        (result.PromptTokens + result.CompletionTokens).ShouldNotBeNull().ShouldBeInRange(511, 513);
    }

    [Fact]
    public async Task Calls_BeyondTheSlots_WaitAndFreeTheirSlotsWhenCancelled()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), slots: 2, context: 32_000);
        using var client = server.Connect();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var calls = Enumerable.Range(0, 6).Select(_ => client.CallAsync(Long(30_000), stop.Token)).ToArray();
        await Poll.UntilAsync(
            async () => await server.CountersAsync() is { Processing: 2, Deferred: 4 },
            "two calls to run and four to wait"
        );

        await stop.CancelAsync();

        (await Task.WhenAll(calls)).ShouldAllBe(result => result.Outcome == CallOutcome.Cancelled);
        await Poll.UntilAsync(
            async () => await server.CountersAsync() is { Processing: 0, Deferred: 0 },
            "the server to notice the closed connections"
        );
        (await client.CallAsync(Request("Go on.", 5), Cancelled)).IsGood.ShouldBeTrue();
    }

    [Fact]
    public async Task Server_KilledMidStream_LosesTheCallAndComesBack()
    {
        await using var server = await LlamaServer.StartAsync(TinyModels.Prose(), context: 32_000);
        using var client = server.Connect();
        var hasText = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = client.CallAsync(Long(30_000) with { OnText = _ => hasText.TrySetResult() }, Cancelled);
        await hasText.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancelled);

        await server.KillAsync();

        var lost = await call;
        lost.Outcome.ShouldBe(CallOutcome.ConnectionLost, lost.Error);
        lost.Text.ShouldNotBeEmpty();
        lost.Provenance.ShouldBe(TokenProvenance.Estimated);
        lost.CompletionTokens!.Value.ShouldBePositive();
        (await client.CallAsync(Request("Hello?", 5), Cancelled)).Outcome.ShouldBe(CallOutcome.ConnectionFailed);

        await server.StartAsync();
        (await client.CallAsync(Request("Hello again.", 5), Cancelled)).IsGood.ShouldBeTrue();
    }

    private static CallRequest Request(string text, int maxTokens, int seed = 1) =>
        new(
            "tiny.gguf",
            [ChatMessage.User(text)],
            new GenerationOptions
            {
                MaxTokens = maxTokens,
                Seed = seed,
                Temperature = 1,
            }
        );

    // Generates past the end of the reply.
    private static CallRequest Long(int tokens)
    {
        var request = Request("Tell a long story.", tokens);
        return request with { Options = request.Options with { FixedLength = true } };
    }
}

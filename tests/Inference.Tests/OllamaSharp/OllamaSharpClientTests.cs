using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Inference.Tests.OllamaSharp;

/// <summary>The OllamaSharp client measures the same as the native client and works around defects of OllamaSharp.</summary>
public sealed class OllamaSharpClientTests
{
    private static readonly ToolDefinition Lookup = new(
        "lookup",
        "Looks up a person.",
        """{"type":"object","properties":{"entity":{"type":"string"}},"required":["entity"]}"""
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_SameRequest_MatchesTheNativeClient()
    {
        await using var node = await Nodes.StartAsync();
        using var native = node.Connect(ModelApi.Ollama);
        using var sharp = node.Connect(ModelApi.OllamaSharp);
        for (var seed = 0; seed < 20; seed++)
        {
            var request = Nodes.Request with
            {
                Options = Nodes.Request.Options with
                {
                    Seed = seed,
                    MaxTokens = 1 + (seed * 5),
                    ContextLength = 4096,
                    KeepAlive = seed % 2 == 0 ? "-1" : "5m",
                    Stop = seed % 3 == 0 ? ["."] : [],
                },
            };
            var expected = await native.CallAsync(request, Token);
            var actual = await sharp.CallAsync(request, Token);

            actual.Outcome.ShouldBe(expected.Outcome, actual.Error);
            actual.Text.ShouldBe(expected.Text);
            actual.PromptTokens.ShouldBe(expected.PromptTokens);
            actual.CompletionTokens.ShouldBe(expected.CompletionTokens);
            actual.Provenance.ShouldBe(TokenProvenance.Server);
            actual.HttpStatus.ShouldBe(200);
            actual.ChunkGaps.Length.ShouldBe(expected.ChunkGaps.Length);
            actual.ServerDecode.ShouldNotBeNull();
            actual.ServerQueue.ShouldNotBeNull();
            actual.Endpoint.ShouldBe(expected.Endpoint);
            ((long)actual.FirstChunk!).ShouldBeInRange(actual.Sent, actual.End);
        }
    }

    [Theory]
    [InlineData("overload=1")]
    [InlineData("error=1")]
    [InlineData("reset=1")]
    [InlineData("incomplete=1")]
    [InlineData("malformed=1")]
    public async Task Call_Fault_HasTheOutcomeOfTheNativeClient(string fault)
    {
        await using var node = await Nodes.StartAsync(fault);
        using var native = node.Connect(ModelApi.Ollama);
        using var sharp = node.Connect(ModelApi.OllamaSharp);
        var expected = await native.CallAsync(Nodes.Request, Token);
        var actual = await sharp.CallAsync(Nodes.Request, Token);

        actual.IsGood.ShouldBeFalse();
        actual.Outcome.ShouldBe(expected.Outcome, actual.Error);
        actual.HttpStatus.ShouldBe(expected.HttpStatus);
        if (fault != "malformed=1")
        {
            actual.Error.ShouldBe(expected.Error);
        }
    }

    [Fact]
    public async Task Call_CancelledWhileTheServerStalls_IsCancelledImmediately()
    {
        using var cancel = new CancellationTokenSource();
        await using var node = await Nodes.StartAsync("stall=1:3600", onLine: () => _ = cancel.CancelAsync());
        using var client = node.Connect(ModelApi.OllamaSharp);

        var result = await client.CallAsync(Nodes.Request, cancel.Token);

        result.Outcome.ShouldBe(CallOutcome.Cancelled);
        result.Error.ShouldBeNull();
    }

    [Fact]
    public async Task Call_PastItsDeadline_IsTimedOut()
    {
        await using var node = await Nodes.StartAsync("slow=1:3600");
        using var client = node.Connect(ModelApi.OllamaSharp);

        var result = await client.CallAsync(Nodes.Request with { Deadline = TimeSpan.FromMilliseconds(200) }, Token);

        result.Outcome.ShouldBe(CallOutcome.TimedOut);
        result.Error!.ShouldContain("0.2 s");
    }

    [Fact]
    public async Task Call_ConcurrentModels_UsesTheModelOfEachRequest()
    {
        await using var node = await Nodes.StartAsync();
        using var client = node.Connect(ModelApi.OllamaSharp);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => client.CallAsync(Nodes.Request with { Model = i % 2 == 0 ? Nodes.Model : "no-such-model" }, Token))
        );

        for (var i = 0; i < results.Length; i++)
        {
            results[i].HttpStatus.ShouldBe(i % 2 == 0 ? 200 : 404);
        }

        results[1].Outcome.ShouldBe(CallOutcome.Rejected);
        results[1].Error!.ShouldContain("model 'no-such-model' not found");
    }

    [Fact]
    public async Task Call_PromptLongerThanTheContext_IsRejected()
    {
        await using var node = await Nodes.StartAsync();
        using var client = node.Connect(ModelApi.OllamaSharp);
        var request = Nodes.Request with
        {
            Messages = [ChatMessage.User(string.Join(' ', Enumerable.Repeat("word", 500)))],
            Options = Nodes.Request.Options with { ContextLength = 64 },
        };

        var result = await client.CallAsync(request, Token);

        result.Outcome.ShouldBe(CallOutcome.Rejected);
        result.Error!.ShouldContain("exceeds the available context size");
    }

    [Fact]
    public async Task Call_WithTools_ReturnsToolCallsAndAcceptsResults()
    {
        await using var node = await Nodes.StartAsync(
            generator: new ScriptedReplies(
                _ => new("", "", [new ToolCall("call_1", "lookup", """{"entity":"Bela"}""")]),
                messages => new(messages[^1].Content, "", [])
            )
        );
        using var client = node.Connect(ModelApi.OllamaSharp);
        var request = Nodes.Request with { Tools = [Lookup] };

        var first = await client.CallAsync(request, Token);
        var call = first.ToolCalls.ShouldHaveSingleItem();
        var second = await client.CallAsync(
            request with
            {
                Messages =
                [
                    .. request.Messages,
                    ChatMessage.Assistant("") with
                    {
                        ToolCalls = [call],
                    },
                    new ChatMessage(ChatRole.Tool, "It is Cora.") { ToolCallId = call.Id, ToolName = call.Name },
                ],
            },
            Token
        );

        call.Name.ShouldBe("lookup");
        call.Arguments.ShouldBe("""{"entity":"Bela"}""");
        first.FirstOutput.ShouldNotBeNull();
        second.Text.ShouldContain("It is Cora.");
    }

    [Fact]
    public async Task Call_ModelWithoutTools_IsRejected()
    {
        await using var node = await Nodes.StartAsync(model: new SimulatedModel(Nodes.Model) { Capabilities = ["completion"] });
        using var client = node.Connect(ModelApi.OllamaSharp);

        var result = await client.CallAsync(Nodes.Request with { Tools = [Lookup] }, Token);

        result.Outcome.ShouldBe(CallOutcome.Rejected);
        result.HttpStatus.ShouldBe(400);
        result.Error!.ShouldContain("does not support tools");
    }

    [Fact]
    public async Task Call_OnText_ReceivesTheCompleteText()
    {
        await using var node = await Nodes.StartAsync();
        foreach (var api in new[] { ModelApi.Ollama, ModelApi.OpenAI, ModelApi.OllamaSharp })
        {
            using var client = node.Connect(api);
            var received = new List<string>();
            var result = await client.CallAsync(Nodes.Request with { OnText = received.Add }, Token);
            string.Concat(received).ShouldBe(result.Text, api.ToString());
            received.Count.ShouldBeGreaterThan(1);
        }
    }
}

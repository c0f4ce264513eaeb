using System.Text.Json;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Http;

public sealed class SimulatedNodeTests
{
    private static readonly CallRequest Request = new("tiny-random", [ChatMessage.User("Say hello")], new() { MaxTokens = 40, Seed = 1 });

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Call_TwoHundredConcurrent_AllCompleteWithCorrectCounts(ModelApi api)
    {
        var profile = NodeProfiles.H100Vllm8B with { Slots = 64 };
        await using var node = await StartAsync(
            new FixedReplyGenerator(FixedReplyGenerator.Words(60)),
            Recorded.Options with
            {
                Profile = profile,
            }
        );
        using var client = ModelClients.Create(new(node.Url, api), TimeProvider.System);
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.CallAsync(Request, CancellationToken.None)));
        results.ShouldAllBe(result => result.Outcome == CallOutcome.LengthLimited && result.CompletionTokens == 40);
        results.ShouldAllBe(result => result.Text == FixedReplyGenerator.Words(40));
        node.Statistics.Ended.ShouldBe(200);
        node.Statistics.PeakRunning.ShouldBe(64);
        if (api == ModelApi.Ollama)
        {
            results.Count(result => result.ServerQueue > 0.01).ShouldBeGreaterThan(100);
        }
    }

    [Fact]
    public async Task Call_Cancelled_FreesItsSlot()
    {
        var profile = NodeProfiles.Instant with { BaseSeconds = 0.01, Slots = 1 };
        using var first = new CancellationTokenSource();
        await using var node = await StartAsync(
            new FixedReplyGenerator(FixedReplyGenerator.Words(9000)),
            Recorded.Options with
            {
                Profile = profile,
                LineEmitted = (_, _) => _ = first.CancelAsync(),
            }
        );
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var endless = await client.CallAsync(
            Request with
            {
                Options = new() { MaxTokens = 4000, ContextLength = 4096 },
            },
            first.Token
        );
        endless.Outcome.ShouldBe(CallOutcome.Cancelled);
        var next = await client.CallAsync(
            Request with
            {
                Options = new() { MaxTokens = 2, ContextLength = 4096 },
            },
            CancellationToken.None
        );
        next.Outcome.ShouldBe(CallOutcome.LengthLimited);
        node.Statistics.Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Call_ThirtyOneIdenticalTokens_EndsWithoutItsFinalLine()
    {
        await using var node = await StartAsync(new FixedReplyGenerator("so" + string.Concat(Enumerable.Repeat(" ha", 50))));
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var result = await client.CallAsync(Request with { Options = new() }, CancellationToken.None);
        result.Outcome.ShouldBe(CallOutcome.Incomplete);
        result.Text.ShouldBe("so" + string.Concat(Enumerable.Repeat(" ha", 31)));
        var whole = await Recorded.AskAsync(
            node.Url,
            "POST",
            "/api/chat",
            "{\"model\":\"tiny-random\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
        );
        whole.ShouldContain("200 OK");
        whole.ShouldEndWith("\"done\":false}");
    }

    [Theory]
    [InlineData(ModelApi.Ollama)]
    [InlineData(ModelApi.OpenAI)]
    public async Task Call_ToolCallAndThinking_ArriveUnchanged(ModelApi api)
    {
        var model = new SimulatedModel("m") { Capabilities = ["completion", "tools", "thinking"] };
        var generator = new FixedReplyGenerator("", "Let me look.", new ToolCall("call_1", "search", "{\"query\":\"a <b> \\\"c\\\"\"}"));
        await using var node = await StartAsync(generator, Recorded.Options with { Models = [model] });
        using var client = ModelClients.Create(new(node.Url, api), TimeProvider.System);
        var request = new CallRequest("m", [ChatMessage.User("Where?")], new())
        {
            Tools = [new("search", "Looks.", "{\"type\":\"object\"}")],
        };
        var result = await client.CallAsync(request, CancellationToken.None);
        result.Outcome.ShouldBe(CallOutcome.Completed, result.Error);
        result.Thinking.ShouldBe("Let me look.");
        result.ToolCalls.Single().Name.ShouldBe("search");
        JsonDocument.Parse(result.ToolCalls.Single().Arguments).RootElement.GetProperty("query").GetString().ShouldBe("a <b> \"c\"");
    }

    [Fact]
    public async Task Call_PromptLongerThanTheContext_IsTruncatedOrRejected()
    {
        await using var node = await StartAsync(new FixedReplyGenerator("Yes."));
        var prompt = FixedReplyGenerator.Words(3000);
        var cut = await Ask("true");
        cut.ShouldContain("\"prompt_eval_count\":1027,");
        (await Ask("false")).ShouldContain("exceed_context_size_error");

        Task<string> Ask(string truncate) =>
            Recorded.AskAsync(
                node.Url,
                "POST",
                "/api/chat",
                $"{{\"model\":\"tiny-random\",\"truncate\":{truncate},\"options\":{{\"num_ctx\":2048}},"
                    + $"\"messages\":[{{\"role\":\"user\",\"content\":\"{prompt}\"}}]}}"
            );
    }

    [Fact]
    public async Task Call_ColdModelWithQueueOfTwo_AcceptsThreeOfEight()
    {
        var profile = NodeProfiles.Instant with { LoadSeconds = 1, QueueLimit = 2 };
        await using var node = await StartAsync(new FixedReplyGenerator("Yes."), Recorded.Options with { Profile = profile });
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.CallAsync(Request, CancellationToken.None)));
        results.Count(result => result.Outcome == CallOutcome.Completed).ShouldBe(3);
        results.Count(result => result.Outcome == CallOutcome.Overloaded).ShouldBe(5);
        results.Where(result => result.IsGood).ShouldAllBe(result => result.ServerLoad > 0.5);
    }

    [Fact]
    public async Task Inspect_Node_ReportsThatItIsSimulated()
    {
        await using var node = await StartAsync(new FixedReplyGenerator("Yes."));
        using var client = ModelClients.Create(new(node.Url, ModelApi.Ollama), TimeProvider.System);
        var facts = await client.InspectAsync("tiny-random", CancellationToken.None);
        facts.IsSimulated.ShouldBeTrue();
        facts.ContextLength.ShouldBe(8192);
        facts.Capabilities.ShouldBe(["completion", "tools"], ignoreOrder: true);
    }

    [Fact]
    public async Task Call_StampedEmission_AddsTheStampToEveryLine()
    {
        await using var node = await StartAsync(new FixedReplyGenerator("One two three."), Recorded.Options with { StampEmission = true });
        var reply = await Recorded.AskAsync(
            node.Url,
            "POST",
            "/api/chat",
            "{\"model\":\"tiny-random\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
        );
        reply.Split('\n').Where(line => line.StartsWith('{')).ShouldAllBe(line => line.Contains("\"agentload_emitted_ns\":"));
    }

    [Fact]
    public async Task Start_PortInUse_NamesThePortAndTheFix()
    {
        await using var node = await StartAsync(new FixedReplyGenerator("Yes."));
        var port = new Uri(node.Url).Port;
        var problem = await Should.ThrowAsync<IOException>(() =>
            StartAsync(new FixedReplyGenerator("Yes."), Recorded.Options with { Port = port })
        );
        problem.Message.ShouldBe(
            $"port {port} on 127.0.0.1 is in use: stop the process that listens on it, or choose another port (0 selects a free one)"
        );
    }

    private static Task<SimulatedNode> StartAsync(IReplyGenerator generator, SimulatedNodeOptions? options = null) =>
        SimulatedNode.StartAsync(options ?? Recorded.Options, generator, TimeProvider.System, CancellationToken.None);
}

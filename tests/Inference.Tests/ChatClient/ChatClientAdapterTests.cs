using System.Net;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Inference.ChatClient;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using AgentLoad.Testing;
using Microsoft.Extensions.AI;
using Shouldly;
using Xunit;

namespace AgentLoad.Inference.Tests.ChatClient;

public sealed class ChatClientAdapterTests
{
    private static readonly string Here = typeof(ChatClientAdapterTests).Assembly.Location;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_UserClientFromItsAssembly_IsMeasured()
    {
        await using var node = await Nodes.StartAsync();
        using var native = node.Connect(ModelApi.Ollama);
        var options = new EndpointOptions(node.Url, ModelApi.ChatClient)
        {
            Client = new UserType(Here, typeof(OllamaSharpFactory).FullName!),
        };
        using var client = ModelClients.Create(options, TimeProvider.System);

        var expected = await native.CallAsync(Nodes.Request, Token);
        var actual = await client.CallAsync(Nodes.Request, Token);

        actual.Outcome.ShouldBe(expected.Outcome, actual.Error);
        actual.Text.ShouldBe(expected.Text);
        actual.CompletionTokens.ShouldBe(expected.CompletionTokens);
        actual.ChunkGaps.Length.ShouldBe(expected.ChunkGaps.Length);
        actual.HttpStatus.ShouldBeNull();
    }

    [Fact]
    public async Task Call_LengthLimited_ReturnsLengthLimited()
    {
        var result = await CallAsync(() =>
            Updates(ScriptedChatClient.Text("a"), ScriptedChatClient.Text("b"), ScriptedChatClient.Final(ChatFinishReason.Length))
        );

        result.Outcome.ShouldBe(CallOutcome.LengthLimited);
        (result.PromptTokens, result.CompletionTokens, result.CachedTokens).ShouldBe((9, 3, 4));
        result.Text.ShouldBe("ab");
    }

    [Fact]
    public async Task Call_StreamEndsWithoutReason_IsIncomplete() =>
        (await CallAsync(() => Updates(ScriptedChatClient.Text("a")))).Outcome.ShouldBe(CallOutcome.Incomplete);

    [Fact]
    public async Task Call_ClientThrows_ReturnsAFailure()
    {
        (await CallAsync(() => throw new HttpRequestException("busy", null, HttpStatusCode.ServiceUnavailable))).Outcome.ShouldBe(
            CallOutcome.Overloaded
        );
        (await CallAsync(() => throw new HttpRequestException("no", null, HttpStatusCode.NotFound))).Outcome.ShouldBe(CallOutcome.Rejected);
        var bug = await CallAsync(() => throw new InvalidCastException("oops"));
        bug.Outcome.ShouldBe(CallOutcome.ServerError);
        bug.Error.ShouldBe("InvalidCastException: oops");
    }

    [Fact]
    public async Task Call_ClientIgnoresCancellation_ReturnsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var result = await CallAsync(
            () =>
            {
                cancel.Cancel();
                return Hang();
            },
            cancellationToken: cancel.Token
        );

        result.Outcome.ShouldBe(CallOutcome.Cancelled);
    }

    [Fact]
    public async Task Call_ClientIgnoresDeadline_ReturnsTimedOut()
    {
        var result = await CallAsync(Hang, TimeSpan.FromMilliseconds(50), Token);

        result.Outcome.ShouldBe(CallOutcome.TimedOut);
    }

    [Fact]
    public void Create_FactoryThrows_ReportsTheException() =>
        Should
            .Throw<EndpointException>(() => Create(typeof(ThrowingFactory).FullName!))
            .Message.ShouldContain("InvalidOperationException: no such account");

    [Fact]
    public void Create_UnknownType_ListsMatchingTypes() =>
        Should.Throw<EndpointException>(() => Create("Unknown")).Message.ShouldContain(typeof(OllamaSharpFactory).FullName!);

    private static IModelClient Create(string type)
    {
        return ModelClients.Create(
            new EndpointOptions("http://127.0.0.1:9", ModelApi.ChatClient) { Client = new UserType(Here, type) },
            TimeProvider.System
        );
    }

    private static async Task<CallResult> CallAsync(
        Func<IAsyncEnumerable<ChatResponseUpdate>> stream,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    )
    {
        using var client = new ChatClientAdapter(
            new EndpointOptions("http://node:1", ModelApi.ChatClient),
            new ScriptedChatClient(stream),
            TimeProvider.System
        );
        return await client.CallAsync(Nodes.Request with { Deadline = deadline }, cancellationToken);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Updates(params ChatResponseUpdate[] updates)
    {
        foreach (var update in updates)
        {
            await Task.Yield();
            yield return update;
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Hang()
    {
        yield return ScriptedChatClient.Text("a");
        await new TaskCompletionSource().Task;
    }
}

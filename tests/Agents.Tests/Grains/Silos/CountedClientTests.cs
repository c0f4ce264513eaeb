using AgentLoad.Agents.Grains.Records;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Inference;
using AgentLoad.Measurement.Records;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Grains.Silos;

public sealed class CountedClientTests
{
    private const string Run = "run-1";

    private readonly InMemoryRecordLog _log = new();
    private readonly TaskCompletionSource _ended = new();

    [Fact]
    public async Task Call_IsCountedBeforeItIsSent()
    {
        IReadOnlyDictionary<string, long> counted = new Dictionary<string, long>();
        var client = Client(async () => counted = await _log.UnrecordedCallsAsync(Run, TestContext.Current.CancellationToken));

        await CallAsync(client);

        counted.ShouldBe(new Dictionary<string, long> { ["silo"] = 1 });
    }

    [Fact]
    public async Task Call_OfARunThatHasEnded_IsNotSentAndEndsTheRunHere()
    {
        var sent = 0;
        var client = Client(() =>
        {
            sent++;
            return Task.CompletedTask;
        });
        await _log.CloseAsync(Run, TestContext.Current.CancellationToken);

        var result = await CallAsync(client);

        (result.Outcome, sent).ShouldBe((CallOutcome.Cancelled, 0));
        await _ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        (await _log.UnrecordedCallsAsync(Run, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private static Task<CallResult> CallAsync(CountedClient client) =>
        client.CallAsync(new CallRequest("m", [ChatMessage.User("Hello")], new GenerationOptions()), TestContext.Current.CancellationToken);

    private CountedClient Client(Func<Task> send) =>
        new(
            new SendingClient(send),
            new CallCounter(
                _log,
                Run,
                "silo",
                () =>
                {
                    _ended.TrySetResult();
                    return Task.CompletedTask;
                }
            )
        );

    /// <summary>Sends a call unless it is already cancelled, as clients of servers do.</summary>
    private sealed class SendingClient(Func<Task> send) : IModelClient
    {
        public string Endpoint => "http://scripted";

        public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                await send();
            }

            return new CallResult
            {
                Endpoint = Endpoint,
                Outcome = cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled : CallOutcome.Completed,
                Sent = 0,
                End = 0,
            };
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
            Task.FromResult(new ModelFacts("", "", null, null, null, new Dictionary<string, string>(), IsSimulated: false));

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public void Dispose() { }
    }
}

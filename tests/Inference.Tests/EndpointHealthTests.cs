using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Tests.Fakes;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Inference.Tests;

/// <summary>Endpoints that fail, and pools that survive them.</summary>
public sealed class EndpointHealthTests
{
    [Theory]
    [InlineData("RoundRobin", "ConnectionFailed", 1)]
    [InlineData("LeastOutstanding", "ConnectionFailed", 1)]
    [InlineData("StickyByTask", "ConnectionFailed", 1)]
    [InlineData("LeastOutstanding", "ServerError", 3)]
    [InlineData("LeastOutstanding", "Overloaded", 3)]
    public async Task Pool_OneEndpointFails_GetsItsCallsElsewhere(string routing, string failure, int mostFailures)
    {
        var time = new ManualTime();
        var dead = new ScriptedClient("dead") { Outcome = Enum.Parse<CallOutcome>(failure) };
        var good = new ScriptedClient("good");
        using var pool = new EndpointPool([dead, good], Enum.Parse<Routing>(routing), time);
        for (int task = 0; task < 100; task++)
        {
            await CallAsync(pool, task);
        }

        dead.Calls.ShouldBe(mostFailures);
        good.Calls.ShouldBe(100 - mostFailures);
    }

    [Fact]
    public async Task Pool_EndpointComesBack_IsUsedAgain()
    {
        var time = new ManualTime();
        var flaky = new ScriptedClient("flaky") { Outcome = CallOutcome.ConnectionFailed };
        using var pool = new EndpointPool([flaky, new ScriptedClient("good")], Routing.RoundRobin, time);
        for (int i = 0; i < 10; i++)
        {
            await CallAsync(pool, i);
        }

        flaky.Outcome = CallOutcome.Completed;
        time.Advance(TimeSpan.FromSeconds(6));
        var results = new List<CallResult>();
        for (int i = 0; i < 10; i++)
        {
            results.Add(await CallAsync(pool, i));
        }

        results.Count(result => result.Endpoint == "flaky").ShouldBe(5);
    }

    [Fact]
    public async Task Pool_RefusedServer_IsAskedWithBackOff()
    {
        var time = new ManualTime();
        var dead = new ScriptedClient("dead") { Outcome = CallOutcome.ConnectionFailed };
        using var pool = new EndpointPool([dead], Routing.RoundRobin, time);
        var agents = Enumerable.Range(0, 3).Select(agent => AskAsync(pool, agent, 20)).ToList();
        for (int step = 0; step < 220 && !agents.TrueForAll(agent => agent.IsCompleted); step++)
        {
            await Testing.Poll.UntilAsync(() => time.Timers >= agents.Count(agent => !agent.IsCompleted), "the agents to wait");
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // 22 s: pauses of 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5 and 5 s, for each of three agents.
        dead.Calls.ShouldBeInRange(3, 40);
    }

    [Fact]
    public async Task Pool_CallCancelledDuringBackOff_DoesNotWait()
    {
        var dead = new ScriptedClient("dead") { Outcome = CallOutcome.ConnectionFailed };
        using var pool = new EndpointPool([dead], Routing.RoundRobin, new ManualTime());
        await CallAsync(pool, 0);
        using var cancelled = new CancellationTokenSource();
        var waiting = pool.CallAsync(new CallRequest("m", [], new()), cancelled.Token);
        await cancelled.CancelAsync();
        (await waiting).Endpoint.ShouldBe("dead");
    }

    private static async Task AskAsync(EndpointPool pool, int agent, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            await CallAsync(pool, agent);
        }
    }

    private static Task<CallResult> CallAsync(IModelClient client, long task) =>
        client.CallAsync(new CallRequest("m", [], new()) { TaskId = task }, CancellationToken.None);

    private sealed class ScriptedClient(string name) : IModelClient
    {
        private int _calls;

        public string Endpoint => name;

        public CallOutcome Outcome { get; set; } = CallOutcome.Completed;

        public int Calls => Volatile.Read(ref _calls);

        public Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(
                new CallResult
                {
                    Endpoint = name,
                    Outcome = Outcome,
                    Sent = 0,
                    End = 0,
                }
            );
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void Dispose() { }
    }
}

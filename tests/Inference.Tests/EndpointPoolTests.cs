using AgentLoad.Inference.Endpoints;
using AgentLoad.Measurement.Records;
using Shouldly;

namespace AgentLoad.Inference.Tests;

public sealed class EndpointPoolTests
{
    [Fact]
    public async Task RoundRobin_FromManyThreads_DistributesCallsEvenly()
    {
        for (int endpoints = 1; endpoints < 6; endpoints++)
        {
            using var pool = Pool(endpoints, Routing.RoundRobin);
            var results = await Task.WhenAll(Enumerable.Range(0, 60 * endpoints).Select(i => Task.Run(() => CallAsync(pool, i))));
            results.CountBy(r => r.Endpoint).ShouldAllBe(count => count.Value == 60);
        }
    }

    [Fact]
    public async Task StickyByTask_ManyTasks_KeepsEachTaskOnOneEndpoint()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            int endpoints = random.Next(1, 9),
                stride = random.Next(1, 13),
                tasks = 100 * endpoints;
            long first = random.NextInt64(1_000_000_000);
            using var pool = Pool(endpoints, Routing.StickyByTask);
            var counts = new Dictionary<string, int>();
            for (int i = 0; i < tasks; i++)
            {
                var result = await CallAsync(pool, first + (long)i * stride);
                (await CallAsync(pool, first + (long)i * stride)).Endpoint.ShouldBe(result.Endpoint);
                counts[result.Endpoint] = counts.GetValueOrDefault(result.Endpoint) + 1;
            }
            counts.Count.ShouldBe(endpoints);
            counts.Values.ShouldAllBe(count => count > 70 && count < 130);
        }
    }

    [Fact]
    public async Task LeastOutstanding_RandomLoad_SelectsTheLeastBusyEndpoint()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            FakeClient[] clients = [.. Enumerable.Range(0, random.Next(1, 7)).Select(i => new FakeClient($"e{i}", gated: true))];
            using var pool = new EndpointPool(clients, Routing.LeastOutstanding, TimeProvider.System);
            var open = new List<Task>();
            for (int step = 0; step < 200; step++)
            {
                if (random.Next(3) > 0)
                {
                    int[] before = [.. clients.Select(c => c.Open)];
                    open.Add(CallAsync(pool, step));
                    int chosen = Array.FindIndex([.. clients.Select((c, i) => c.Open - before[i])], d => d == 1);
                    before[chosen].ShouldBe(before.Min());
                }
                else if (clients.Where(c => c.Open > 0).ToList() is { Count: > 0 } busy)
                {
                    busy[random.Next(busy.Count)].Release();
                }
            }
            foreach (var client in clients)
            {
                while (client.Open > 0)
                {
                    client.Release();
                }
            }

            await Task.WhenAll(open);
        }
    }

    [Fact]
    public async Task LeastOutstanding_Idle_RotatesEndpoints()
    {
        using var pool = Pool(3, Routing.LeastOutstanding);
        var endpoints = new List<string>();
        for (int i = 0; i < 6; i++)
        {
            endpoints.Add((await CallAsync(pool, 0)).Endpoint);
        }

        endpoints.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task InspectAsync_Pool_ReturnsCommonFacts()
    {
        using var pool = new EndpointPool(
            [
                new FakeClient("a", context: 8192, capabilities: ["completion", "tools"]),
                new FakeClient("b", context: 4096, capabilities: ["completion"]),
            ],
            Routing.RoundRobin,
            TimeProvider.System
        );
        var facts = await pool.InspectAsync("m", CancellationToken.None);
        facts.ContextLength.ShouldBe(4096);
        facts.Capabilities.ShouldBe(["completion"]);
        pool.Endpoint.ShouldBe("a, b");
    }

    [Fact]
    public void Constructor_NoEndpoints_Throws() =>
        Should.Throw<ArgumentException>(() => new EndpointPool([], Routing.RoundRobin, TimeProvider.System));

    private static EndpointPool Pool(int endpoints, Routing routing) =>
        new([.. Enumerable.Range(0, endpoints).Select(i => new FakeClient($"e{i}"))], routing, TimeProvider.System);

    private static Task<CallResult> CallAsync(IModelClient client, long task) =>
        client.CallAsync(new CallRequest("m", [], new()) { TaskId = task }, CancellationToken.None);

    private sealed class FakeClient(string name, bool gated = false, int? context = null, string[]? capabilities = null) : IModelClient
    {
        private readonly Queue<TaskCompletionSource> _open = [];

        public string Endpoint => name;

        public int Open => _open.Count;

        public void Release() => _open.Dequeue().SetResult();

        public async Task<CallResult> CallAsync(CallRequest request, CancellationToken cancellationToken)
        {
            if (gated)
            {
                var gate = new TaskCompletionSource();
                _open.Enqueue(gate);
                await gate.Task;
            }
            return new CallResult
            {
                Endpoint = name,
                Outcome = CallOutcome.Completed,
                Sent = 0,
                End = 0,
            };
        }

        public Task<ModelFacts> InspectAsync(string model, CancellationToken cancellationToken) =>
            Task.FromResult(new ModelFacts("s", model, context, null, capabilities?.ToHashSet(), new Dictionary<string, string>(), false));

        public Task<IReadOnlyList<string>> LoadAsync(string model, GenerationOptions options, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>([]);

        public void Dispose() { }
    }
}

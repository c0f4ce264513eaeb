using AgentLoad.Simulation;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary>A silo as probes and scrapers see it.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Silo_ThatDrains_IsAliveButNotReady()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync();

        // Answers that take long: the silo waits for the step that is under way.
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Models = [new SimulatedModel("simulated:8b")], Faults = FaultOptions.Parse(["slow=1:3"]) },
            new ProseReplyGenerator(),
            TimeProvider.System,
            cancellation
        );
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "one", "--http", "0");
        var url = (await silo.LineAsync("Metrics at"))
            .Split(' ')
            .Single(word => word.StartsWith("http", StringComparison.Ordinal))
            .Replace("/metrics.", "", StringComparison.Ordinal);
        (await StatusAsync(url, "/healthz")).ShouldBe(200);
        (await StatusAsync(url, "/readyz")).ShouldBe(200);
        (await StatusAsync(url, "/nothing")).ShouldBe(404);

        using var run = AgentLoadProcess.Start(
            _folder.Path,
            "run",
            "--cluster",
            redis.Url,
            "--url",
            node.Url,
            "--model",
            "simulated:8b",
            "--agents",
            "2",
            "--tasks",
            "4"
        );
        await Poll.UntilAsync(() => node.Statistics.Calls >= 2, "two calls to the node", cancellationToken: cancellation);

        silo.Signal(15);
        await silo.LineAsync("is stopping; its agents move");
        (await StatusAsync(url, "/readyz")).ShouldBe(503);
        (await StatusAsync(url, "/healthz")).ShouldBe(200);
    }

    [Fact]
    public async Task Silo_WhoseRedisIsAway_IsNotReadyUntilItIsBack()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "one", "--http", "0");
        var url = (await silo.LineAsync("Metrics at"))
            .Split(' ')
            .Single(word => word.StartsWith("http", StringComparison.Ordinal))
            .Replace("/metrics.", "", StringComparison.Ordinal);

        await redis.StopAsync(9);
        await UntilAsync(url, "/readyz", 503);
        (await StatusAsync(url, "/healthz")).ShouldBe(200);
        await redis.StartAgainAsync();
        await UntilAsync(url, "/readyz", 200);
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<int> StatusAsync(string url, string path)
    {
        using var answer = await _http.GetAsync(new Uri(url + path), TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    private Task UntilAsync(string url, string path, int status) =>
        Poll.UntilAsync(
            async () => await StatusAsync(url, path) == status,
            $"status {status} of {path}",
            cancellationToken: TestContext.Current.CancellationToken
        );
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running.Servers;
using AgentLoad.Measurement.Servers;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Running.Servers;

public sealed class ServerScraperTests
{
    [Fact]
    public async Task Scrape_SimulatedNode_IsMarkedAsSimulated()
    {
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions { Profile = NodeProfiles.Instant, Models = [new("simulated:8b")] },
            new SkilledReplyGenerator(1, new ReplyGeneratorOptions()),
            TimeProvider.System,
            CancellationToken.None
        );
        using var client = new ScrapeClient(TimeProvider.System);

        var sample = await client.ScrapeAsync(Source(node.Url + "/metrics"), 3, CancellationToken.None);

        sample.ShouldBe(
            new ServerSample
            {
                AtSeconds = 3,
                Source = node.Url + "/metrics",
                Endpoint = "default",
                Software = "vLLM",
                Simulated = true,
                Running = 0,
                Waiting = 0,
                KvCacheUsage = 0,
                PromptTokens = 0,
                CachedTokens = 0,
                CompletionTokens = 0,
            }
        );
        (await client.ScrapeAsync(Source(node.Url + "/api/ps") with { IsOllama = true }, 3, CancellationToken.None)).LoadedModels.ShouldBe(
            0
        );
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>login</html>", "web page")]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", "HTTP 404")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n", "HTTP 302")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nvllm:num", "closed the connection")]
    [InlineData("nonsense\r\n\r\n", "closed the connection")]
    [InlineData("big", "larger than 4 MiB")]
    public async Task Scrape_InvalidResponse_ReturnsASampleWithTheError(string reply, string expected)
    {
        using var server = new Answering(reply == "big" ? "HTTP/1.1 200 OK\r\n\r\n" + new string('x', 10 << 20) : reply);
        using var client = new ScrapeClient(TimeProvider.System);

        var sample = await client.ScrapeAsync(Source(server.Url), 0, CancellationToken.None);

        sample.HasMetrics.ShouldBeFalse();
        sample.Error!.ShouldContain(expected);
    }

    [Fact]
    public async Task Run_ServerNeverAnswers_EndsWithTheRun()
    {
        using var server = new Answering(null);
        using var ended = new CancellationTokenSource();
        var samples = new List<ServerSample>();
        var watch = new ServerScraper(
            [Source(server.Url)],
            TimeProvider.System,
            _ => new(1.5),
            sample =>
            {
                samples.Add(sample);
                return Task.CompletedTask;
            }
        ).RunAsync(ended.Token);
        await server.Asked;

        await ended.CancelAsync();
        await watch;

        samples[0].Error!.ShouldContain("did not answer before the run ended");
        samples[0].AtSeconds.ShouldBeGreaterThanOrEqualTo(1.5);
    }

    [Fact]
    public async Task Run_ServerUnreachable_ContinuesAndScrapesOnceMoreAtTheEnd()
    {
        using var ended = new CancellationTokenSource();
        var samples = new List<ServerSample>();
        await new ServerScraper(
            [Source("http://127.0.0.1:1/metrics") with { Interval = TimeSpan.FromMilliseconds(1) }],
            TimeProvider.System,
            _ => new(0.1),
            sample =>
            {
                samples.Add(sample);
                return samples.Count == 5 ? ended.CancelAsync() : Task.CompletedTask;
            }
        ).RunAsync(ended.Token);

        samples.Count.ShouldBe(6);
        samples.ShouldAllBe(sample => sample.Error == "could not be reached");
    }

    [Fact]
    public void Sources_OfAWorkload_AreDistinctAndOnlyTheOwnServerGetsTheKey()
    {
        var key = new Secret("KEY", "value");
        var endpoint = new EndpointGroup
        {
            Urls = [new("http://a:1/")],
            ApiKey = key,
            Scrape = [new("http://a:1/metrics"), new("http://user:pass@b:2/metrics?x=1")],
        };
        var workload = new Workload
        {
            Endpoints = new Dictionary<string, EndpointGroup> { ["default"] = endpoint, ["other"] = endpoint },
        };

        var sources = ScrapeSource.Of(workload, new HashSet<string>());

        sources.Select(source => source.Name).ShouldBe(["http://a:1/metrics", "http://b:2/metrics", "http://a:1/api/ps"]);
        sources.Select(source => source.ApiKey).ShouldBe([key, null, key]);
    }

    private static ScrapeSource Source(string url) => new("default", new Uri(url), false, TimeSpan.FromSeconds(1));

    /// <summary>A server that sends the given bytes and closes the connection; with null, it sends nothing.</summary>
    private sealed class Answering : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _open = [];
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Answering(string? reply)
        {
            _listener.Start();
            _ = AnswerAsync(reply);
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/metrics";

        public Task Asked => _asked.Task;

        public void Dispose()
        {
            _listener.Stop();
            _open.ForEach(client => client.Dispose());
        }

        private async Task AnswerAsync(string? reply)
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _open.Add(client);
                    _ = await client.GetStream().ReadAsync(new byte[8192]);
                    _asked.TrySetResult();
                    if (reply is null)
                    {
                        continue;
                    }

                    await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(reply));
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over, or the client would not read more.
            }
        }
    }
}

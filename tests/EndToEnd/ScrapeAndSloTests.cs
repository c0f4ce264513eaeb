using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd;

/// <summary>Scraped server metrics and SLOs of runs of the command.</summary>
public sealed partial class ScrapeAndSloTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Run_ScrapesThatLieAndStop_AreSaidAndDisturbNothing()
    {
        using var hostile = new Hostile();
        using var node = AgentLoadProcess.Start(_folder.Path, "node", "--port", "0");
        var url = UrlForm().Match(await node.LineAsync("http://")).Value;
        string[] pages = ["big", "nan", "reset", "stops"];

        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            [
                "run",
                "--url",
                url,
                "--model",
                "simulated:8b",
                "--strategy",
                "direct",
                "--agents",
                "2",
                "--duration",
                "2s",
                "--baseline",
                "0",
                "--set",
                "endpoints.default.scrapeEvery=200ms",
                .. pages.SelectMany(page => new[] { "--scrape", $"{hostile.Url}/{page}" }),
            ]
        );

        run.ShouldExit(0);
        var said = Spaces().Replace(run.Output, " ");
        said.ShouldContain($"{hostile.Url}/big: ");
        said.ShouldContain("response is larger than 4 MiB and was not read");
        said.ShouldContain("vllm:num_requests_running, vllm:kv_cache_usage_perc had invalid values");
        said.ShouldContain("fell from 3000 to 1000");
        said.ShouldContain("closed the connection", customMessage: run.All);
        var servers = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json"))).Servers!;
        servers.Sources.Count.ShouldBe(5); // with /api/ps
        servers.Sources.Single(source => source.Source.EndsWith("/nan", StringComparison.Ordinal)).Running.ShouldBeNull();
        servers.KvCacheUsageMax.ShouldBe(0.25);
    }

    [Theory]
    [InlineData("--scrape requires --url", "--scrape", "http://127.0.0.1:1/metrics")]
    [InlineData("expected an http or https address", "--scrape", "nonsense", "--url", "http://127.0.0.1:1", "--model", "m")]
    public async Task Run_ScrapeOfNothing_IsSaidAtOnce(string says, params string[] args)
    {
        var run = await AgentLoadProcess.RunAsync(_folder.Path, ["run", .. args]);

        run.ExitCode.ShouldBe(2, run.All);
        run.Error.ShouldContain(says);
        Directory.Exists(Path.Combine(_folder.Path, "runs")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("task.solved:rate:ge:0", "no samples, so it is not met", "--problem", "open", "--tasks", "3")]
    [InlineData("call.server_queue:p95:le:1h", "no samples, so it is not met", "--set", "node.api=openai", "--tasks", "3")]
    [InlineData(
        "call.latency:max:le:1ms",
        "The run was stopped early: call.latency:max:le:1ms can no longer be met",
        "--abort-on-slo",
        "--duration",
        "5m"
    )]
    [InlineData(
        "task.effective_latency:p50:le:1ms",
        "The run was stopped early",
        "--abort-on-slo",
        "--duration",
        "5m",
        "--set",
        "groups[0].arrivals={rate: 40/s}"
    )]
    public async Task Run_SloNotMet_SaysWhyAndExitsWith99(string clause, string says, params string[] args)
    {
        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            ["run", "--strategy", "direct", "--baseline", "0", "--slo", clause, .. args]
        );

        run.ShouldExit(99);
        var said = Spaces().Replace(run.Output, " ");
        said.ShouldContain($"SLO MISSED {clause}");
        said.ShouldContain(says);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex(@"http://[\d.:]+")]
    private static partial Regex UrlForm();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>Invalid metrics pages. Each fault shows within two scrapes, the number that every run makes.</summary>
    private sealed class Hostile : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentDictionary<string, int> _scrapes = new(StringComparer.Ordinal);

        public Hostile()
        {
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public void Dispose() => _listener.Stop();

        private static string? PageOf(string path, int times) =>
            path switch
            {
                "big" => new string('x', 10 << 20),
                "nan" => Metrics("NaN", "1.7", times),
                "reset" => Metrics("3", "0.25", times == 1 ? 3 : times - 1),
                _ => times == 1 ? Metrics("3", "0.25", times) : null,
            };

        private static string Metrics(string running, string cache, int tokens) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"vllm:num_requests_running {running}\nvllm:kv_cache_usage_perc {cache}\nvllm:prompt_tokens_total {1000 * tokens}\n"
            );

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    _ = ReplyAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }

        private async Task ReplyAsync(TcpClient client)
        {
            using var connection = client;
            var buffer = new byte[8192];
            try
            {
                var request = Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
                var path = request.Split(' ')[1][1..];
                if (PageOf(path, _scrapes.AddOrUpdate(path, 1, (_, times) => times + 1)) is { } page)
                {
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{page}"));
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // The client closes the connection after the largest page that it reads.
            }
        }
    }
}

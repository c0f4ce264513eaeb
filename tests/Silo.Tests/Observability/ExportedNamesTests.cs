using System.Text.Json;
using System.Text.RegularExpressions;
using AgentLoad.Simulation;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Observability;

/// <summary>Every metric that documents, dashboard, alerts and autoscaler name is there, one by one, in scrapes of a real run.</summary>
public sealed partial class ExportedNamesTests : IAsyncLifetime
{
    private readonly EmptyFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly ScrapedMetrics _scraped = new();

    /// <summary>
    /// A run on a cluster in open and closed loop, on a node that fails, with tools, retries and wasted work; everything is scraped while
    /// it goes on.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var redis = await RedisServer.StartAsync();
        await using var node = await SimulatedNode.StartAsync(
            new SimulatedNodeOptions
            {
                Profile = NodeProfiles.H100Vllm8B,
                Models = [new SimulatedModel("simulated:8b")],
                Faults = FaultOptions.Parse(["error=0.1", "overload=0.1"]),
            },
            new SkilledReplyGenerator(0.8, new ReplyGeneratorOptions()),
            TimeProvider.System,
            cancellation
        );
        using var silo = await Silos.UpAsync(_folder.Path, redis.Address, "one", "--http", "0");
        var ofSilo = UrlIn(await silo.LineAsync("Metrics at"));
        _folder.Write(
            "all.yaml",
            $$$"""
            endpoints: {default: {url: "{{{node.Url}}}", model: "simulated:8b"}}
            groups:
              - {name: tools, problem: multihop, strategy: react, arrivals: {rate: 20/s}}
              - {name: vote, problem: game24, strategy: {kind: self-consistency, samples: 5}, agents: 4, retry: {attempts: 3, delay: 1ms}}
            load: {duration: 4s}
            """
        );
        var port = FreePort.Next();
        using var run = AgentLoadProcess.Start(
            _folder.Path,
            "run",
            "all.yaml",
            "--cluster",
            redis.Url,
            "--metrics",
            $"{port}",
            "--out",
            "runs"
        );
        var ended = run.EndAsync();
        await Poll.UntilAsync(
            async () =>
            {
                await Task.WhenAny(
                    ended,
                    Task.WhenAll(TakeAsync(ofSilo), TakeAsync($"{node.Url}/metrics"), TakeAsync($"http://127.0.0.1:{port}/metrics"))
                );
                return ended.IsCompleted;
            },
            "the end of the run",
            cancellationToken: cancellation
        );

        (await ended).ExitCode.ShouldBeOneOf([0, 98], (await ended).All);
    }

    [Fact]
    public void Names_InDocumentsDashboardAlertsAndAutoscaler_AreThoseOfARun()
    {
        var reference = Documented()
            .Matches(Read("docs/reference/exported.md"))
            .Select(m => m.Value)
            .Where(name => name != "otel_metric_overflow")
            .Distinct()
            .ToArray();
        reference.Length.ShouldBeGreaterThan(30);
        reference.Where(name => !_scraped.Has(name)).ShouldBeEmpty("docs/reference/exported.md");

        using var dashboard = JsonDocument.Parse(Read("deploy/grafana/agentload.json"));
        Check(
            "deploy/grafana/agentload.json",
            dashboard
                .RootElement.GetProperty("panels")
                .EnumerateArray()
                .Where(panel => panel.TryGetProperty("targets", out _))
                .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
                .Select(target => target.GetProperty("expr").GetString()!),
            35
        );
        Check("deploy/grafana/agentload.json", dashboard.RootElement.GetProperty("templating").GetRawText().Split('\n'), 1);
        Check(
            "deploy/prometheus/alerts.yaml",
            Expression().Matches(Read("deploy/prometheus/alerts.yaml")).Select(m => m.Groups[1].Value),
            9
        );
        Check(
            "deploy/prometheus/adapter.yaml",
            Read("deploy/prometheus/adapter.yaml").Split('\n').Where(line => line.Contains("matches:", StringComparison.Ordinal)),
            1
        );
        Check(
            "deploy/k8s/base/autoscaler.yaml",
            Read("deploy/k8s/base/autoscaler.yaml").Split('\n').Where(line => line.Contains("name: agentload_", StringComparison.Ordinal)),
            1
        );

        // And the other way round: nothing of ours is shown that is not documented.
        var text = Read("docs/reference/exported.md");
        _scraped
            .Names.Select(name => Ending().Replace(name, ""))
            .Where(name => Ours().IsMatch(name))
            .Distinct()
            .Where(name => !text.Contains($"`{name}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AgentLoad.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string UrlIn(string line) =>
        line.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd('.');

    private void Check(string file, IEnumerable<string> expressions, int atLeast)
    {
        var asked = expressions.SelectMany(Expressions.In).ToArray();
        asked.Length.ShouldBeGreaterThanOrEqualTo(atLeast, file);
        asked.Where(metric => !_scraped.Names.Contains(metric.Name)).ShouldBeEmpty(file);
        asked
            .SelectMany(metric =>
                metric.Labels.Where(label => !_scraped.Has(metric.Name, label)).Select(label => $"{metric.Name} has no label {label}")
            )
            .ShouldBeEmpty(file);
    }

    private async Task TakeAsync(string url)
    {
        try
        {
            var text = await _http.GetStringAsync(new Uri(url), TestContext.Current.CancellationToken);
            lock (_scraped)
            {
                _scraped.Add(text);
            }
        }
        catch (HttpRequestException)
        {
            // The run's client does not listen yet, or has ended.
        }
    }

    [GeneratedRegex(@"(?<=`)(?:agentload|gen_ai|dotnet)_[a-z_]+(?=`)")]
    private static partial Regex Documented();

    [GeneratedRegex(@"^\s+expr: (?:\|\n)?((?:.|\n)*?)(?=\n\s+(?:for|labels):)", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex("^(?:agentload|gen_ai)_")]
    private static partial Regex Ours();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Ending();
}

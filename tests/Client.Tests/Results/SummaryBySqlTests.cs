using System.Text.Json.Nodes;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Run;
using AgentLoad.Client.Running;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Results;

/// <summary>
/// Checks the metric definitions against an independent computation: SQL recomputes every number of the summary of real runs from run.db.
/// </summary>
public sealed class SummaryBySqlTests
{
    private const string ClosedLoop = """
        baseline: 1
        groups:
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
          - {name: tree, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 2, evaluations: 1}}
          - {name: tools, problem: multihop, strategy: react}
        load: {agents: 12, tasks: 36}
        """;

    private const string OpenLoop = """
        groups: [{name: one, problem: arithmetic, strategy: direct}]
        load: {agents: 200, duration: 1500ms, warmup: 300ms, cooldown: 200ms, arrivals: {rate: 60/s, process: poisson}}
        """;

    private const string Faults = """
        groups: [{name: again, problem: arithmetic, strategy: {kind: self-consistency, samples: 4},
          retry: {attempts: 2, delay: 1ms}, budget: {calls: 6}}]
        load: {agents: 8, tasks: 60}
        node: {faults: [overload=0.2, reset=0.1, error=0.1]}
        """;

    private const string Mix = """
        baseline: 0.5
        groups:
          - {name: often, weight: 3, problem: arithmetic, strategy: direct, driving: shaped}
          - {name: alone, agents: 3, problem: sorting, strategy: chain-of-thought, thinkTime: 5ms}
          - {name: look, problem: {kind: image, width: 32, height: 32, images: 2}, strategy: direct}
          - {name: flow, problem: open, strategy: direct, arrivals: {rate: 30/s}}
        load: {agents: 6, duration: 1500ms, warmup: 200ms, grace: 10ms}
        node: {vision: true}
        """;

    private const string OpenLoopWithFaults = """
        baseline: 0.3
        groups: [{name: again, problem: arithmetic, strategy: {kind: self-consistency, samples: 3},
          retry: {attempts: 2, delay: 1ms}, budget: {money: 0.003}}]
        load: {agents: 200, duration: 2s, warmup: 300ms, cooldown: 200ms,
          arrivals: {process: gamma, burstiness: 0.5, stages: [{rate: 10/s, for: 1s}, {rate: 40/s, for: 1s, ramp: true}]}}
        node: {faults: [overload=0.1, error=0.1]}
        """;

    private const string Budgets = """
        baseline: 0.5
        groups:
          - {name: tokens, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 3}, budget: {tokens: 3000}}
          - {name: calls, problem: game24, strategy: lats, budget: {calls: 9}}
          - {name: time, problem: arithmetic, strategy: {kind: self-consistency, samples: 6}, budget: {time: 40ms}}
        load: {agents: 6, tasks: 27}
        """;

    private const string Shaped = """
        baseline: 0.2
        groups:
          - {name: shaped, problem: game24, strategy: {kind: tree-of-thoughts, breadth: 2}, driving: shaped}
          - {name: debate, problem: arithmetic, strategy: debate, driving: shaped}
        load: {agents: 8, tasks: 20}
        node: {api: openai}
        """;

    private const string ClosedLoopByTime = """
        groups:
          - {name: refine, problem: arithmetic, strategy: self-refine}
          - {name: mixture, problem: arithmetic, strategy: mixture-of-agents, thinkTime: 10ms}
        load: {agents: 10, duration: 1500ms, warmup: 300ms, cooldown: 200ms, ramp: 200ms}
        """;

    private const string ToolsAndSubagents = """
        baseline: 1
        groups:
          - {name: lead, problem: multihop, strategy: orchestrator-workers}
          - {name: plan, problem: multihop, strategy: plan-and-execute}
          - {name: graph, problem: multihop, strategy: llm-compiler}
        load: {agents: 9, tasks: 24}
        """;

    private const string FailingServer = """
        baseline: 1
        groups: [{name: all, problem: arithmetic, strategy: chain-of-thought}]
        load: {agents: 4, tasks: 20}
        node: {faults: [error=1]}
        """;

    private const string CutOff = """
        groups:
          - {name: search, problem: game24, strategy: lats}
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
        load: {agents: 8, duration: 2s, warmup: 300ms, cooldown: 200ms, grace: 200ms}
        """;

    private const string ServerWithoutDurations = """
        baseline: 0.5
        groups:
          - {name: votes, problem: arithmetic, strategy: {kind: self-consistency, samples: 3}}
          - {name: tools, problem: multihop, strategy: react}
        load: {agents: 100, tasks: 40, arrivals: {rate: 40/s}}
        node: {api: openai}
        """;

    private static readonly Dictionary<string, SloSql> Slos = new()
    {
        ["task.latency:p95:le:800ms"] = new(
            "SELECT min(v) FROM (SELECT v, row_number() OVER (ORDER BY v) r, count(*) OVER () n FROM (SELECT CASE state "
                + "WHEN 'Aborted' THEN 1e99 ELSE latency END v FROM t WHERE began AND NOT is_baseline)) WHERE 100 * r >= 95 * n",
            "SELECT count(*) FROM t WHERE began AND NOT is_baseline"
        )
        {
            CutOff = "SELECT count(*) FROM t WHERE began AND NOT is_baseline AND state = 'Aborted'",
            GoodTask = "latency <= 0.8",
        },
        ["call.ttft:p99:le:60ms"] = new(
            "SELECT min(v) FROM (SELECT ttft_s v, row_number() OVER (ORDER BY ttft_s) r, count(*) OVER () n FROM c WHERE NOT "
                + "is_baseline AND ttft_s IS NOT NULL) WHERE 100 * r >= 99 * n",
            "SELECT count(ttft_s) FROM c WHERE NOT is_baseline"
        )
        {
            GoodCall = "ttft_s <= 0.06",
        },
        ["call.errors:rate:le:0.3"] = new(
            "SELECT avg(failed) FROM c WHERE NOT is_baseline",
            "SELECT count(*) FROM c WHERE NOT is_baseline"
        ),
    };

    [Theory]
    [InlineData("closed", ClosedLoop)]
    [InlineData("open", OpenLoop)]
    [InlineData("faults", Faults)]
    [InlineData("mix", Mix)]
    [InlineData("arriving", OpenLoopWithFaults)]
    [InlineData("cut-off", CutOff)]
    [InlineData("openai", ServerWithoutDurations)]
    [InlineData("budgets", Budgets)]
    [InlineData("shaped", Shaped)]
    [InlineData("by-time", ClosedLoopByTime)]
    [InlineData("tools", ToolsAndSubagents)]
    [InlineData("failing", FailingServer)]
    public async Task Summary_OfARealRun_EqualsTheSqlComputation(string name, string yaml)
    {
        using var folder = new TempFolder();
        var parsed = WorkloadFile.Parse(
            $"name: {name}\nseed: 5\nslo: [{string.Join(", ", Slos.Keys)}]\n{yaml}",
            name,
            WorkloadCatalogs.Inputs
        );
        var workload = parsed.Workload.ShouldNotBeNull(string.Join("\n", parsed.Errors));
        await using var node = await RunJob.StartEmbeddedNodeAsync(workload, TimeProvider.System, CancellationToken.None);
        var served = workload.WithNode(node) with { Salt = Salt.Auto.Draw() };
        using var exporter = new GpuExporter();
        var found = served.Endpoints["default"];
        var endpoint = found with
        {
            Scrape = [.. found.Scrape, exporter.Url],
            Prices = new PriceSettings { Prompt = 3, Completion = 15 },
            ScrapeEvery = TimeSpan.FromMilliseconds(100),
        };
        served = served with { Endpoints = new Dictionary<string, EndpointGroup> { ["default"] = endpoint } };
        using var connections = await Connections.OpenAsync(served, TimeProvider.System, _ => { }, CancellationToken.None);
        await using var host = new InProcessHost(served, connections, TimeProvider.System);
        using var signals = new StopSignals(_ => { });

        var outcome = await new RunExecution(served, host, signals.Tokens, TimeProvider.System, live: null).RunAsync(folder.Path);

        using var connection = new SqliteConnection($"Data Source={Path.Combine(outcome.Folder, "run.db")};Pooling=False");
        connection.Open();
        var recomputed = new SummarySqlComparison(
            connection,
            JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(outcome.Folder, "summary.json")))!.AsObject()
        );
        recomputed.CompareAll(Slos);
        recomputed.Compared.ShouldBeGreaterThan(250);
    }
}

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
/// Checks the metric definitions against an independent computation: SQL recomputes every number of the summary of a real run from run.db.
/// </summary>
internal static class SummaryBySql
{
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

    /// <summary>Runs a workload on the simulated node of this process and compares its summary.</summary>
    public static async Task CompareAsync(string name, string yaml)
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

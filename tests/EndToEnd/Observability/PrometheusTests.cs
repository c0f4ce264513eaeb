using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentLoad.Measurement.Runs;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.EndToEnd.Observability;

/// <summary>A real Prometheus looks at a real run.</summary>
public sealed partial class PrometheusTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public async Task Prometheus_ThatScrapesARun_HasTheTotalsOfItsSummaryAndLoadsOurRules()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var port = FreePort.Next();
        using var prometheus = await PrometheusServer.StartAsync(port, cancellation);

        using var collector = new Collector();
        var run = await AgentLoadProcess.RunAsync(
            _folder.Path,
            "run",
            "--agents",
            "30",
            "--tasks",
            "60",
            "--metrics",
            port.ToString(CultureInfo.InvariantCulture),
            "--set",
            "baseline=10%",
            "--otlp",
            collector.Url,
            "--trace-share",
            "1"
        );

        run.ShouldExit(0);
        var summary = RunSummaryJson.Read(File.ReadAllText(Path.Combine(_folder.OnlyRun, "summary.json")));

        // The run is gone, and with it its series: what counts is the last that was seen of it.
        var tasks = await prometheus.QueryAsync(
            "sum by (agentload_state) (last_over_time(gen_ai_invoke_agent_duration_seconds_count[10m]))",
            "agentload_state",
            cancellation
        );
        tasks.ShouldBe(
            summary.Tasks.ByState.Where(s => s.Value > 0).ToDictionary(s => s.Key.ToString(), s => (double)s.Value),
            ignoreOrder: true
        );
        var calls = await prometheus.QueryAsync(
            "sum(last_over_time(gen_ai_client_operation_duration_seconds_count[10m]))",
            "",
            cancellation
        );
        calls[""].ShouldBe(summary.Totals.Calls + summary.BaselineTotals.Calls);
        var tokens = await prometheus.QueryAsync(
            "sum by (gen_ai_token_type) (last_over_time(gen_ai_client_token_usage_sum[10m]))",
            "gen_ai_token_type",
            cancellation
        );
        tokens["input"].ShouldBe((summary.Totals.PromptTokens + summary.BaselineTotals.PromptTokens)!.Value);
        tokens["output"].ShouldBe((summary.Totals.CompletionTokens + summary.BaselineTotals.CompletionTokens)!.Value);
        var wasted = await prometheus.QueryAsync("sum(last_over_time(agentload_tokens_wasted_total[10m]))", "", cancellation);
        wasted[""].ShouldBe((summary.Totals.WastedTokens + summary.BaselineTotals.WastedTokens)!.Value);
        var ended = await prometheus.QueryAsync("sum(last_over_time(agentload_run_tasks_total[10m]))", "", cancellation);
        ended[""].ShouldBe(summary.Tasks.Ended);

        // A slow bucket leads to a trace that the collector has: Prometheus took the scrape in OpenMetrics format.
        var spans = Convert.ToHexStringLower(Encoding.Latin1.GetBytes((await collector.StopAsync())["/v1/traces"]));
        foreach (
            var metric in new[]
            {
                "gen_ai_invoke_agent_duration_seconds",
                "gen_ai_client_operation_duration_seconds",
                "gen_ai_client_operation_time_to_first_chunk_seconds",
            }
        )
        {
            var exemplars = (
                await prometheus.GetAsync(
                    $"query_exemplars?query={metric}_bucket"
                        + $"&start={TimeProvider.System.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()}"
                        + $"&end={TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds()}",
                    cancellation
                )
            )
                .AsArray()
                .SelectMany(series => series!["exemplars"]!.AsArray())
                .ToArray();
            exemplars.ShouldNotBeEmpty(metric);
            exemplars.ShouldAllBe(exemplar =>
                spans.Contains((string)exemplar!["labels"]!["trace_id"]!) && spans.Contains((string)exemplar!["labels"]!["span_id"]!)
            );
        }

        var rules = (await prometheus.GetAsync("rules", cancellation))["groups"]!
            .AsArray()
            .SelectMany(group => group!["rules"]!.AsArray())
            .ToArray();
        rules.Length.ShouldBeGreaterThan(5);
        rules.ShouldAllBe(rule => (string?)rule!["health"] != "err");
        await EveryExpressionIsOneAsync(prometheus, cancellation);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Prometheus understands what the dashboard asks.</summary>
    private static async Task EveryExpressionIsOneAsync(PrometheusServer prometheus, CancellationToken cancellationToken)
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "deploy/grafana/agentload.json")))!;
        var panels = dashboard["panels"]!.AsArray().Where(panel => panel!["targets"] is not null).ToArray();
        panels.Length.ShouldBeGreaterThan(20);
        foreach (var expression in panels.SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!))
        {
            await prometheus.GetAsync(
                $"query?query={Uri.EscapeDataString(Variables().Replace(expression, match => match.Value == "$instance" ? ".*" : "1m"))}",
                cancellationToken
            );
        }
    }

    [GeneratedRegex(@"\$instance|\$__rate_interval")]
    private static partial Regex Variables();
}

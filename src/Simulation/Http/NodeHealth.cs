using AgentLoad.Measurement.Exposition;
using AgentLoad.Simulation.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>What probes and scrapers ask of a simulated node.</summary>
internal sealed class NodeHealth(NodeService service)
{
    public static Task AliveAsync(HttpContext context) => Reply.SendAsync(context, 200, "text/plain", "ok\n");

    public Task ReadyAsync(HttpContext context) =>
        service.IsDraining
            ? Reply.SendAsync(context, 503, "text/plain", "not ready: it stops\n")
            : Reply.SendAsync(context, 200, "text/plain", "ready\n");

    public Task MetricsAsync(HttpContext context) =>
        Reply.SendAsync(
            context,
            200,
            MetricsText.PrometheusType,
            MetricsText.Write(
                Families(service.Pump.Statistics).Concat(AsVllm(service.Pump.Load, service.Pump.Statistics)),
                openMetrics: false
            )
        );

    /// <summary>What vLLM says of itself, under vLLM's names, so that what reads vLLM reads this; and that no GPU stands behind it.</summary>
    private static IEnumerable<MetricFamily> AsVllm(NodeLoad load, NodeStatistics node) =>
        [
            MetricFamily.Of(
                "agentload_node_simulated",
                MetricKind.Gauge,
                "1: a simulated node, no GPU; every vllm: metric here is simulated.",
                1
            ),
            MetricFamily.Of("vllm:num_requests_running", MetricKind.Gauge, "Simulated: calls in slots.", load.Running),
            MetricFamily.Of("vllm:num_requests_waiting", MetricKind.Gauge, "Simulated: calls that wait.", load.Waiting),
            MetricFamily.Of(
                "vllm:kv_cache_usage_perc",
                MetricKind.Gauge,
                "Simulated: share of the KV cache that is reserved, 1 for all of it.",
                load.KvUse
            ),
            MetricFamily.Of(
                "vllm:prompt_tokens_total",
                MetricKind.Counter,
                "Simulated: prompt tokens of accepted calls.",
                node.PromptTokens
            ),
            MetricFamily.Of(
                "vllm:prefix_cache_hits_total",
                MetricKind.Counter,
                "Simulated: prompt tokens of ended calls that the prefix cache saved.",
                node.CachedTokens
            ),
            MetricFamily.Of(
                "vllm:generation_tokens_total",
                MetricKind.Counter,
                "Simulated: completion tokens of ended calls.",
                node.CompletionTokens
            ),
        ];

    private static IEnumerable<MetricFamily> Families(NodeStatistics node) =>
        [
            MetricFamily.Of("agentload_node_calls_total", MetricKind.Counter, "Calls accepted by this simulated node.", node.Calls),
            MetricFamily.Of("agentload_node_calls_ended_total", MetricKind.Counter, "Calls that got all their tokens.", node.Ended),
            MetricFamily.Of("agentload_node_calls_cancelled_total", MetricKind.Counter, "Calls given up by the client.", node.Cancelled),
            MetricFamily.Of("agentload_node_calls_overloaded_total", MetricKind.Counter, "Calls turned away.", node.Overloaded),
            new(
                "agentload_node_tokens_total",
                MetricKind.Counter,
                "Tokens: prompt of accepted calls, cached and completion of ended ones.",
                [Tokens("prompt", node.PromptTokens), Tokens("cached", node.CachedTokens), Tokens("completion", node.CompletionTokens)]
            ),
            MetricFamily.Of("agentload_node_calls_running_peak", MetricKind.Gauge, "Most calls in slots at once.", node.PeakRunning),
            MetricFamily.Of(
                "agentload_node_calls_waiting_peak",
                MetricKind.Gauge,
                "Most calls waiting for a slot or a load at once.",
                node.PeakWaiting
            ),
            MetricFamily.Of("agentload_node_loads_total", MetricKind.Counter, "Model loads begun.", node.Loads),
        ];

    private static MetricSample Tokens(string kind, long count) => new("", [new("kind", kind)], count);
}

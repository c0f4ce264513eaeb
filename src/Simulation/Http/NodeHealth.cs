using AgentLoad.Measurement.Exposition;
using AgentLoad.Simulation.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>Health and metrics endpoints of a simulated node.</summary>
internal sealed class NodeHealth(NodeService service)
{
    public static Task AliveAsync(HttpContext context) => Reply.SendAsync(context, 200, "text/plain", "ok\n");

    public Task ReadyAsync(HttpContext context) =>
        service.IsDraining
            ? Reply.SendAsync(context, 503, "text/plain", "not ready: shutting down\n")
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

    /// <summary>
    /// Creates metrics with the names of vLLM, so that scrapers for vLLM work, and a metric that marks the node as simulated.
    /// </summary>
    private static IEnumerable<MetricFamily> AsVllm(NodeLoad load, NodeStatistics node) =>
        [
            MetricFamily.Of(
                "agentload_node_simulated",
                MetricKind.Gauge,
                "1: a simulated node without a GPU; every vllm: metric here is simulated.",
                1
            ),
            MetricFamily.Of("vllm:num_requests_running", MetricKind.Gauge, "Simulated: running calls.", load.Running),
            MetricFamily.Of("vllm:num_requests_waiting", MetricKind.Gauge, "Simulated: waiting calls.", load.Waiting),
            MetricFamily.Of(
                "vllm:kv_cache_usage_perc",
                MetricKind.Gauge,
                "Simulated: reserved fraction of the KV cache, 0 to 1.",
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
                "Simulated: prompt tokens of completed calls read from the prefix cache.",
                node.CachedTokens
            ),
            MetricFamily.Of(
                "vllm:generation_tokens_total",
                MetricKind.Counter,
                "Simulated: completion tokens of completed calls.",
                node.CompletionTokens
            ),
        ];

    private static IEnumerable<MetricFamily> Families(NodeStatistics node) =>
        [
            MetricFamily.Of(
                "agentload_node_calls_total",
                MetricKind.Counter,
                "Calls accepted by this simulated node, without requests that only load a model.",
                node.Calls
            ),
            MetricFamily.Of("agentload_node_calls_ended_total", MetricKind.Counter, "Calls that produced all their tokens.", node.Ended),
            MetricFamily.Of("agentload_node_calls_cancelled_total", MetricKind.Counter, "Calls cancelled by the client.", node.Cancelled),
            MetricFamily.Of("agentload_node_calls_overloaded_total", MetricKind.Counter, "Rejected calls.", node.Overloaded),
            new(
                "agentload_node_tokens_total",
                MetricKind.Counter,
                "Tokens: prompt of accepted calls, cached and completion of completed calls.",
                [Tokens("prompt", node.PromptTokens), Tokens("cached", node.CachedTokens), Tokens("completion", node.CompletionTokens)]
            ),
            MetricFamily.Of("agentload_node_calls_running_peak", MetricKind.Gauge, "Maximum number of running calls.", node.PeakRunning),
            MetricFamily.Of(
                "agentload_node_calls_waiting_peak",
                MetricKind.Gauge,
                "Maximum number of calls waiting for a slot or a model load.",
                node.PeakWaiting
            ),
            MetricFamily.Of("agentload_node_loads_total", MetricKind.Counter, "Model loads started.", node.Loads),
        ];

    private static MetricSample Tokens(string kind, long count) => new("", [new("kind", kind)], count);
}

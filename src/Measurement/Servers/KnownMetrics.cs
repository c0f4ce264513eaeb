namespace AgentLoad.Measurement.Servers;

/// <summary>Metrics of model servers and GPUs that are understood. Their names and sources are in docs/reference/server-side.md.</summary>
public static class KnownMetrics
{
    private const double Blank = 1e14;

    private enum Of
    {
        Running,
        Waiting,
        Kv,
        Prompt,
        Cached,
        Completion,
        Power,
        Energy,
        Use,
        Memory,
        Simulated,
    }

    private sealed record Metric(string Software, Of Of, double Scale = 1, double Most = double.MaxValue);

    private static readonly Dictionary<string, Metric> ByName = new(StringComparer.Ordinal)
    {
        ["vllm:num_requests_running"] = new("vLLM", Of.Running),
        ["vllm:num_requests_waiting"] = new("vLLM", Of.Waiting),
        ["vllm:kv_cache_usage_perc"] = new("vLLM", Of.Kv, Most: 1),
        ["vllm:gpu_cache_usage_perc"] = new("vLLM", Of.Kv, Most: 1),
        ["vllm:prompt_tokens_total"] = new("vLLM", Of.Prompt),
        ["vllm:prefix_cache_hits_total"] = new("vLLM", Of.Cached),
        ["vllm:generation_tokens_total"] = new("vLLM", Of.Completion),
        ["sglang:num_running_reqs"] = new("SGLang", Of.Running),
        ["sglang:num_queue_reqs"] = new("SGLang", Of.Waiting),
        ["sglang:token_usage"] = new("SGLang", Of.Kv, Most: 1),
        ["sglang:prompt_tokens_total"] = new("SGLang", Of.Prompt),
        ["sglang:cached_tokens_total"] = new("SGLang", Of.Cached),
        ["sglang:generation_tokens_total"] = new("SGLang", Of.Completion),
        ["llamacpp:requests_processing"] = new("llama.cpp", Of.Running),
        ["llamacpp:requests_deferred"] = new("llama.cpp", Of.Waiting),
        ["llamacpp:kv_cache_usage_ratio"] = new("llama.cpp", Of.Kv, Most: 1),
        ["llamacpp:prompt_tokens_total"] = new("llama.cpp", Of.Prompt),
        ["llamacpp:prompt_tokens_cached_total"] = new("llama.cpp", Of.Cached),
        ["llamacpp:tokens_predicted_total"] = new("llama.cpp", Of.Completion),
        ["DCGM_FI_DEV_POWER_USAGE"] = new("DCGM", Of.Power),
        ["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"] = new("DCGM", Of.Energy, 0.001),
        ["DCGM_FI_DEV_GPU_UTIL"] = new("DCGM", Of.Use, 0.01, 1),
        ["DCGM_FI_DEV_FB_USED"] = new("DCGM", Of.Memory, 1024 * 1024),
        ["agentload_node_simulated"] = new("", Of.Simulated),
    };

    /// <summary>What a page says. Of several series a sum is taken, of KV caches the fullest, of the GPUs' use the mean.</summary>
    /// <param name="empty">The sample to fill: when and where from.</param>
    /// <param name="text">The page.</param>
    public static ServerSample Read(ServerSample empty, string text)
    {
        ArgumentNullException.ThrowIfNull(empty);
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<Of, Dictionary<string, double>>();
        var software = new SortedSet<string>(StringComparer.Ordinal);
        var impossible = new List<string>();
        foreach (var series in PrometheusText.Read(text, ByName.ContainsKey).Where(IsFirstRank))
        {
            var metric = ByName[series.Name];
            if (metric.Software == "DCGM" && series.Value >= Blank)
            {
                continue;
            }

            var value = series.Value * metric.Scale;
            if (!double.IsFinite(value) || value < 0 || value > metric.Most * 1.001)
            {
                if (!impossible.Contains(series.Name))
                {
                    impossible.Add(series.Name);
                }

                continue;
            }

            if (metric.Software.Length > 0)
            {
                software.Add(metric.Software);
            }

            if (!values.TryGetValue(metric.Of, out var parts))
            {
                values[metric.Of] = parts = new(StringComparer.Ordinal);
            }
            // Instances of a partitioned GPU each report the whole GPU.
            var key = metric.Software == "DCGM" ? series.Label("UUID") ?? series.Labels : series.Name + series.Labels;
            parts[key] = Math.Max(parts.GetValueOrDefault(key), value);
        }

        double? Sum(Of of) => values.TryGetValue(of, out var parts) ? parts.Values.Sum() : null;
        var trouble = impossible.Count > 0 ? Impossible(impossible) : null;
        return software.Count == 0
            ? empty with
            {
                Trouble =
                    trouble
                    ?? (
                        LooksLikeHtml(text)
                            ? "answered with a web page instead of metrics"
                            : "answered without any metric that is known here"
                    ),
            }
            : empty with
            {
                Software = string.Join(" + ", software),
                Simulated = empty.Simulated || Sum(Of.Simulated) > 0,
                Running = Sum(Of.Running),
                Waiting = Sum(Of.Waiting),
                KvCacheUse = values.TryGetValue(Of.Kv, out var caches) ? caches.Values.Max() : null,
                PromptTokens = Sum(Of.Prompt),
                CachedTokens = Sum(Of.Cached),
                CompletionTokens = Sum(Of.Completion),
                GpuPowerWatts = Sum(Of.Power),
                GpuEnergyJoules = Sum(Of.Energy),
                GpuUse = values.TryGetValue(Of.Use, out var uses) ? uses.Values.Average() : null,
                GpuMemoryBytes = Sum(Of.Memory),
                Trouble = trouble,
            };
    }

    /// <summary>Without the values: the same trouble at each scrape is to be one line, however they change.</summary>
    private static string Impossible(List<string> names) =>
        $"{string.Join(", ", names.Take(3))}{(names.Count > 3 ? $" and {names.Count - 3} more" : "")} held what cannot be (NaN, infinite, negative, a share above 1) and was left out";

    /// <summary>SGLang may repeat its figures for every rank of a model that is split over GPUs.</summary>
    private static bool IsFirstRank(ScrapedSeries series) =>
        series.Label("tp_rank") is null or "0" && series.Label("pp_rank") is null or "0";

    private static bool LooksLikeHtml(string text) => text.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);
}

namespace AgentLoad.Measurement.Servers;

/// <summary>
/// Maps the metrics of known model servers and GPU exporters to samples. See docs/reference/server-side.md for names and sources.
/// </summary>
internal static class KnownMetrics
{
    private const double BlankThreshold = 1e14;

    private enum Quantity
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

    private sealed record Metric(string Software, Quantity Quantity, double Scale = 1, double Max = double.MaxValue);

    private static readonly Dictionary<string, Metric> ByName = new(StringComparer.Ordinal)
    {
        ["vllm:num_requests_running"] = new("vLLM", Quantity.Running),
        ["vllm:num_requests_waiting"] = new("vLLM", Quantity.Waiting),
        ["vllm:kv_cache_usage_perc"] = new("vLLM", Quantity.Kv, Max: 1),
        ["vllm:gpu_cache_usage_perc"] = new("vLLM", Quantity.Kv, Max: 1),
        ["vllm:prompt_tokens_total"] = new("vLLM", Quantity.Prompt),
        ["vllm:prefix_cache_hits_total"] = new("vLLM", Quantity.Cached),
        ["vllm:generation_tokens_total"] = new("vLLM", Quantity.Completion),
        ["sglang:num_running_reqs"] = new("SGLang", Quantity.Running),
        ["sglang:num_queue_reqs"] = new("SGLang", Quantity.Waiting),
        ["sglang:token_usage"] = new("SGLang", Quantity.Kv, Max: 1),
        ["sglang:prompt_tokens_total"] = new("SGLang", Quantity.Prompt),
        ["sglang:cached_tokens_total"] = new("SGLang", Quantity.Cached),
        ["sglang:generation_tokens_total"] = new("SGLang", Quantity.Completion),
        ["llamacpp:requests_processing"] = new("llama.cpp", Quantity.Running),
        ["llamacpp:requests_deferred"] = new("llama.cpp", Quantity.Waiting),
        ["llamacpp:kv_cache_usage_ratio"] = new("llama.cpp", Quantity.Kv, Max: 1),
        ["llamacpp:prompt_tokens_total"] = new("llama.cpp", Quantity.Prompt),
        ["llamacpp:prompt_tokens_cached_total"] = new("llama.cpp", Quantity.Cached),
        ["llamacpp:tokens_predicted_total"] = new("llama.cpp", Quantity.Completion),
        ["DCGM_FI_DEV_POWER_USAGE"] = new("DCGM", Quantity.Power),
        ["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"] = new("DCGM", Quantity.Energy, 0.001),
        ["DCGM_FI_DEV_GPU_UTIL"] = new("DCGM", Quantity.Use, 0.01, 1),
        ["DCGM_FI_DEV_FB_USED"] = new("DCGM", Quantity.Memory, 1024 * 1024),
        ["agentload_node_simulated"] = new("", Quantity.Simulated),
    };

    /// <summary>
    /// Reads a metrics page. Series of the same quantity are summed, except KV cache usage (maximum) and GPU utilization (mean).
    /// </summary>
    /// <param name="empty">Sample to fill, with time and source set.</param>
    /// <param name="text">Text of the metrics page.</param>
    public static ServerSample Read(ServerSample empty, string text)
    {
        ArgumentNullException.ThrowIfNull(empty);
        ArgumentNullException.ThrowIfNull(text);
        var values = new Dictionary<Quantity, Dictionary<string, double>>();
        var software = new SortedSet<string>(StringComparer.Ordinal);
        var invalid = new List<string>();
        foreach (var series in PrometheusText.Read(text, ByName.ContainsKey).Where(IsFirstRank))
        {
            var metric = ByName[series.Name];
            if (metric.Software == "DCGM" && series.Value >= BlankThreshold)
            {
                continue;
            }

            var value = series.Value * metric.Scale;
            if (!double.IsFinite(value) || value < 0 || value > metric.Max * 1.001)
            {
                if (!invalid.Contains(series.Name))
                {
                    invalid.Add(series.Name);
                }

                continue;
            }

            if (metric.Software.Length > 0)
            {
                software.Add(metric.Software);
            }

            if (!values.TryGetValue(metric.Quantity, out var parts))
            {
                values[metric.Quantity] = parts = new(StringComparer.Ordinal);
            }
            // Every instance of a partitioned GPU (MIG) reports the values of the whole GPU.
            var key = metric.Software == "DCGM" ? series.Label("UUID") ?? series.Labels : series.Name + series.Labels;
            parts[key] = Math.Max(parts.GetValueOrDefault(key), value);
        }

        double? Sum(Quantity quantity) => values.TryGetValue(quantity, out var parts) ? parts.Values.Sum() : null;
        var error = invalid.Count > 0 ? InvalidText(invalid) : null;
        return software.Count == 0
            ? empty with
            {
                Error =
                    error ?? (LooksLikeHtml(text) ? "the response is a web page, not metrics" : "the response contains no known metric"),
            }
            : empty with
            {
                Software = string.Join(" + ", software),
                Simulated = empty.Simulated || Sum(Quantity.Simulated) > 0,
                Running = Sum(Quantity.Running),
                Waiting = Sum(Quantity.Waiting),
                KvCacheUsage = values.TryGetValue(Quantity.Kv, out var caches) ? caches.Values.Max() : null,
                PromptTokens = Sum(Quantity.Prompt),
                CachedTokens = Sum(Quantity.Cached),
                CompletionTokens = Sum(Quantity.Completion),
                GpuPowerWatts = Sum(Quantity.Power),
                GpuEnergyJoules = Sum(Quantity.Energy),
                GpuUtilization = values.TryGetValue(Quantity.Use, out var uses) ? uses.Values.Average() : null,
                GpuMemoryBytes = Sum(Quantity.Memory),
                Error = error,
            };
    }

    /// <summary>Values are omitted so that repeated errors produce the same text.</summary>
    private static string InvalidText(List<string> names) =>
        string.Join(", ", names.Take(3))
        + (names.Count > 3 ? $" and {names.Count - 3} more" : "")
        + " had invalid values (NaN, infinite, negative, or a share above 1), which were ignored";

    /// <summary>SGLang may report the same values for every rank of a model that is split over several GPUs.</summary>
    private static bool IsFirstRank(ScrapedSeries series) =>
        series.Label("tp_rank") is null or "0" && series.Label("pp_rank") is null or "0";

    private static bool LooksLikeHtml(string text) => text.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);
}

namespace AgentLoad.Measurement.Servers;

/// <summary>One scrape of a model server. A value that the source does not report is null, never 0.</summary>
internal sealed record ServerSample
{
    /// <summary>Time of the scrape, seconds since the start of the run.</summary>
    public required double AtSeconds { get; init; }

    /// <summary>Scraped URL, without credentials.</summary>
    public required string Source { get; init; }

    /// <summary>Endpoint of the workload that the source belongs to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>
    /// Software identified by the metric names: vLLM, SGLang, llama.cpp, DCGM, Ollama; null if no known metric was found.
    /// </summary>
    public string? Software { get; init; }

    /// <summary>True if the source reports that it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Running requests.</summary>
    public double? Running { get; init; }

    /// <summary>Waiting requests (queue depth).</summary>
    public double? Waiting { get; init; }

    /// <summary>KV cache usage, 0 to 1; the maximum of several engines.</summary>
    public double? KvCacheUsage { get; init; }

    /// <summary>Prompt tokens since the server started, as counted by the server.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>Prompt tokens served from the prefix cache since the server started.</summary>
    public double? CachedTokens { get; init; }

    /// <summary>Completion tokens since the server started.</summary>
    public double? CompletionTokens { get; init; }

    /// <summary>Total power of all GPUs, watts.</summary>
    public double? GpuPowerWatts { get; init; }

    /// <summary>Energy used by the GPUs according to their counters, joules.</summary>
    public double? GpuEnergyJoules { get; init; }

    /// <summary>Mean GPU utilization, 0 to 1.</summary>
    public double? GpuUtilization { get; init; }

    /// <summary>Used GPU memory, bytes.</summary>
    public double? GpuMemoryBytes { get; init; }

    /// <summary>Number of loaded models.</summary>
    public double? LoadedModels { get; init; }

    /// <summary>Error of the scrape; null if there was none.</summary>
    public string? Error { get; init; }

    /// <summary>True if the response contains known metrics.</summary>
    public bool HasMetrics => Software is not null;
}

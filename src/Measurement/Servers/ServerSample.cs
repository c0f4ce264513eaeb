namespace AgentLoad.Measurement.Servers;

/// <summary>What one source said of a model server at one instant. What it did not say is null, never 0.</summary>
public sealed record ServerSample
{
    /// <summary>When, seconds since the start of the run.</summary>
    public required double AtSeconds { get; init; }

    /// <summary>Address that was asked, without credentials.</summary>
    public required string Source { get; init; }

    /// <summary>Endpoint of the workload that the source belongs to.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Whose names the metrics bear: vLLM, SGLang, llama.cpp, DCGM, Ollama; null where nothing known came.</summary>
    public string? Software { get; init; }

    /// <summary>True where the source says that no GPU stands behind it.</summary>
    public bool Simulated { get; init; }

    /// <summary>Requests being worked on.</summary>
    public double? Running { get; init; }

    /// <summary>Requests that wait: the queue's depth.</summary>
    public double? Waiting { get; init; }

    /// <summary>Share of the KV cache in use, 0 to 1; of several engines the fullest.</summary>
    public double? KvCacheUse { get; init; }

    /// <summary>Prompt tokens since the server began, as it counts them.</summary>
    public double? PromptTokens { get; init; }

    /// <summary>Prompt tokens found in its cache since it began.</summary>
    public double? CachedTokens { get; init; }

    /// <summary>Completion tokens since it began.</summary>
    public double? CompletionTokens { get; init; }

    /// <summary>Power drawn by all its GPUs together, watts.</summary>
    public double? GpuPowerWatts { get; init; }

    /// <summary>Energy that they used since they were switched on, joules.</summary>
    public double? GpuEnergyJoules { get; init; }

    /// <summary>Mean share of time in which they worked, 0 to 1.</summary>
    public double? GpuUse { get; init; }

    /// <summary>GPU memory in use, bytes.</summary>
    public double? GpuMemoryBytes { get; init; }

    /// <summary>Models that are loaded.</summary>
    public double? LoadedModels { get; init; }

    /// <summary>What was wrong with the answer; null where nothing was.</summary>
    public string? Trouble { get; init; }

    /// <summary>True where it says anything of the server.</summary>
    public bool IsAnswer => Software is not null;
}

namespace AgentLoad.Measurement.Servers;

/// <summary>Server-side metrics of a run: gauges over the measured window, and energy if GPUs report it.</summary>
/// <param name="Sources">All scraped sources, ordered by URL.</param>
internal sealed record ServerSide(IReadOnlyList<ServerSource> Sources)
{
    /// <summary>GPU energy in the measured window, joules; null if it is not known for 95 % of the window.</summary>
    public double? Joules { get; init; }

    /// <summary>Joules / tasks that ended in the window, including baseline tasks, without aborted tasks.</summary>
    public double? JoulesPerTask { get; init; }

    /// <summary>Joules / completion tokens of the tasks that ended in the window, including baseline tasks.</summary>
    public double? JoulesPerCompletionToken { get; init; }

    /// <summary>Maximum KV cache usage in the window; null if no server reports it.</summary>
    public double? KvCacheUsageMax => Sources.Max(source => source.KvCacheUsage?.Max);
}

/// <summary>Summary of one scraped source.</summary>
/// <param name="Endpoint">Endpoint of the workload that the source belongs to.</param>
/// <param name="Source">Scraped URL.</param>
internal sealed record ServerSource(string Endpoint, string Source)
{
    /// <summary>Software identified by the metric names; null if no known metric was found.</summary>
    public string? Software { get; init; }

    /// <summary>True if the source reports that it is simulated.</summary>
    public bool Simulated { get; init; }

    /// <summary>Number of scrapes in the whole run.</summary>
    public required int Scrapes { get; init; }

    /// <summary>Number of scrapes without known metrics.</summary>
    public required int Failed { get; init; }

    /// <summary>Running requests.</summary>
    public GaugeStatistics? Running { get; init; }

    /// <summary>Waiting requests.</summary>
    public GaugeStatistics? Waiting { get; init; }

    /// <summary>KV cache usage, 0 to 1.</summary>
    public GaugeStatistics? KvCacheUsage { get; init; }

    /// <summary>GPU power, watts.</summary>
    public GaugeStatistics? GpuPowerWatts { get; init; }

    /// <summary>GPU utilization, 0 to 1.</summary>
    public GaugeStatistics? GpuUtilization { get; init; }

    /// <summary>Used GPU memory, bytes.</summary>
    public GaugeStatistics? GpuMemoryBytes { get; init; }

    /// <summary>Number of loaded models.</summary>
    public GaugeStatistics? LoadedModels { get; init; }

    /// <summary>GPU energy in the measured window, joules; null if it is not known for 95 % of the window.</summary>
    public double? Joules { get; init; }

    /// <summary>Scrape errors and counter resets, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>Statistics of a gauge over the samples in the measured window.</summary>
/// <param name="Mean">Mean of the samples.</param>
/// <param name="Max">Largest sample.</param>
internal sealed record GaugeStatistics(double Mean, double Max)
{
    /// <summary>Computes the statistics; null if no sample has a value.</summary>
    public static GaugeStatistics? Of(IEnumerable<double?> values) =>
        values.OfType<double>().ToArray() is { Length: > 0 } known ? new GaugeStatistics(known.Average(), known.Max()) : null;
}

namespace AgentLoad.Measurement.Servers;

/// <summary>What model servers said of themselves during a run: levels over the measured window, energy where GPUs reported it.</summary>
/// <param name="Sources">Every source that was asked, in the order of their addresses.</param>
public sealed record ServerSide(IReadOnlyList<ServerSource> Sources)
{
    /// <summary>Energy that GPUs used in the measured window; null where it was not known for 95 % of it.</summary>
    public double? Joules { get; init; }

    /// <summary>Joules / tasks that ended in the window, baseline tasks included and aborted ones not.</summary>
    public double? JoulesPerTask { get; init; }

    /// <summary>Joules / completion tokens of the tasks that ended in the window, baseline tasks included.</summary>
    public double? JoulesPerCompletionToken { get; init; }

    /// <summary>Highest share of a KV cache in use in the window; null where no server reported it.</summary>
    public double? KvCacheUseMax => Sources.Max(source => source.KvCacheUse?.Max);
}

/// <summary>One source.</summary>
/// <param name="Endpoint">Endpoint of the workload that it belongs to.</param>
/// <param name="Source">Its address.</param>
public sealed record ServerSource(string Endpoint, string Source)
{
    /// <summary>Whose names its metrics bear; null where nothing known came.</summary>
    public string? Software { get; init; }

    /// <summary>True where it says that no GPU stands behind it.</summary>
    public bool Simulated { get; init; }

    /// <summary>How often it was asked, whole run.</summary>
    public required int Scrapes { get; init; }

    /// <summary>Of these, how often nothing that can be used came.</summary>
    public required int Failed { get; init; }

    /// <summary>Requests being worked on.</summary>
    public Level? Running { get; init; }

    /// <summary>Requests that wait.</summary>
    public Level? Waiting { get; init; }

    /// <summary>Share of the KV cache in use.</summary>
    public Level? KvCacheUse { get; init; }

    /// <summary>GPU power, watts.</summary>
    public Level? GpuPowerWatts { get; init; }

    /// <summary>Share of time in which GPUs worked.</summary>
    public Level? GpuUse { get; init; }

    /// <summary>GPU memory in use, bytes.</summary>
    public Level? GpuMemoryBytes { get; init; }

    /// <summary>Models that were loaded.</summary>
    public Level? LoadedModels { get; init; }

    /// <summary>Energy of its GPUs in the window; null where it was not known for 95 % of it.</summary>
    public double? Joules { get; init; }

    /// <summary>What was wrong with its answers, a sentence each; empty where nothing was.</summary>
    public IReadOnlyList<string> Troubles { get; init; } = [];
}

/// <summary>A value that goes up and down, over the samples in the measured window.</summary>
/// <param name="Mean">Mean of the samples.</param>
/// <param name="Max">Largest sample.</param>
public sealed record Level(double Mean, double Max)
{
    /// <summary>Of some samples; null where none has a value.</summary>
    public static Level? Of(IEnumerable<double?> values) =>
        values.OfType<double>().ToArray() is { Length: > 0 } known ? new Level(known.Average(), known.Max()) : null;
}

namespace AgentLoad.Measurement.Runs;

/// <summary>How the load generator itself fared over the measured window. A value that could not be read is null.</summary>
public sealed record ClientHealth
{
    /// <summary>Processor time used / (wall time × cores), 0 to 1.</summary>
    public double? CpuShare { get; init; }

    /// <summary>Cores the process may use.</summary>
    public int Cores { get; init; }

    /// <summary>All pauses of the garbage collector.</summary>
    public double? GcPauseTotalSeconds { get; init; }

    /// <summary>Pauses / wall time, 0 to 1.</summary>
    public double? GcPauseShare { get; init; }

    /// <summary>Calls that waited until another had ended, because the process may have no more open at once.</summary>
    public long? CallsHeldBack { get; init; }

    /// <summary>Most calls that the process may have open at once.</summary>
    public int? MostCalls { get; init; }

    /// <summary>Most memory held.</summary>
    public long? PeakMemoryBytes { get; init; }
}

namespace AgentLoad.Measurement.Runs;

/// <summary>Resource usage of the load generator over the measured window. A value that could not be read is null.</summary>
internal sealed record ClientHealth
{
    /// <summary>Processor time used / (wall time × cores), 0 to 1.</summary>
    public double? CpuShare { get; init; }

    /// <summary>Number of available CPU cores.</summary>
    public int Cores { get; init; }

    /// <summary>Total duration of garbage collection pauses, seconds.</summary>
    public double? GcPauseTotalSeconds { get; init; }

    /// <summary>Garbage collection pauses / wall time, 0 to 1.</summary>
    public double? GcPauseShare { get; init; }

    /// <summary>Calls that waited for a free slot because the process had reached <see cref="MaxConcurrentCalls"/>.</summary>
    public long? QueuedCalls { get; init; }

    /// <summary>Maximum number of concurrent calls of the process.</summary>
    public int? MaxConcurrentCalls { get; init; }

    /// <summary>Longest time during which the process did not run, seconds; null if it was not monitored.</summary>
    public double? LongestStallSeconds { get; init; }

    /// <summary>
    /// Progress of the system clock minus progress of the monotonic clock, seconds: far from 0 if the clock was set or the machine was
    /// suspended.
    /// </summary>
    public double? ClockJumpSeconds { get; init; }

    /// <summary>Peak memory, bytes.</summary>
    public long? PeakMemoryBytes { get; init; }
}

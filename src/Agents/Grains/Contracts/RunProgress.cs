using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>A run on a cluster as its grain knows it.</summary>
[GenerateSerializer, Immutable, Alias("agentload.RunProgress")]
internal sealed record RunProgress
{
    /// <summary>Where it is.</summary>
    [Id(0)]
    public required RunPhase Phase { get; init; }

    /// <summary>The specification, or null if the run does not exist.</summary>
    [Id(1)]
    public RunSpec? Spec { get; init; }

    /// <summary>Seconds since the start.</summary>
    [Id(2)]
    public double ElapsedSeconds { get; init; }

    /// <summary>What all silos counted.</summary>
    [Id(3)]
    public required TotalsData Totals { get; init; }

    /// <summary>Planned tasks that never started; known at the end.</summary>
    [Id(4)]
    public long NotStarted { get; init; }

    /// <summary>Calls that were sent and are in no record; known at the end.</summary>
    [Id(14)]
    public long LostCalls { get; init; }

    /// <summary>Silos that died.</summary>
    [Id(5)]
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    /// <summary>The last report of every silo that takes part.</summary>
    [Id(6)]
    public IReadOnlyList<SiloReport> Silos { get; init; } = [];

    /// <summary>Agents by silo.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, int> AgentsBySilo { get; init; } = new Dictionary<string, int>();

    /// <summary>Agents that were started.</summary>
    [Id(10)]
    public int Agents { get; init; }

    /// <summary>Arrivals of an open loop that no idle agent could take; null in closed loop.</summary>
    [Id(11)]
    public long? Missed { get; init; }

    /// <summary>What keeps silos from doing their part now, a line each.</summary>
    [Id(9)]
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The endpoints, as silos found them.</summary>
    [Id(12)]
    public IReadOnlyList<EndpointData> Endpoints { get; init; } = [];

    /// <summary>Name of the silo with the run's grain.</summary>
    [Id(13)]
    public string Silo { get; init; } = "";

    /// <summary>Why it could not start, or null.</summary>
    [Id(8)]
    public string? Refusal { get; init; }
}

/// <summary><see cref="HostLoss"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("agentload.Loss")]
internal sealed record Loss(
    [property: Id(0)] double AtSeconds,
    [property: Id(1)] string Silo,
    [property: Id(2)] int Agents,
    [property: Id(3)] int RestartedTasks,
    [property: Id(4)] long? LostCalls
)
{
    /// <summary>Address of the silo.</summary>
    [Id(5)]
    public string Address { get; init; } = "";

    /// <summary>When the death was detected, seconds since the start of the run.</summary>
    [Id(6)]
    public double DetectedSeconds { get; init; }

    /// <summary>The same, as results have it.</summary>
    public HostLoss ToHostLoss() => new(AtSeconds, Silo, Agents, RestartedTasks, LostCalls) { DetectedAtSeconds = DetectedSeconds };
}

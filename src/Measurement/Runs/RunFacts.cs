namespace AgentLoad.Measurement.Runs;

/// <summary>What a run was, apart from what was measured.</summary>
public sealed record RunFacts
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Identity of the run, unique among saved runs.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>When the run started.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>True where a simulated node took part: every figure is then shown as simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The endpoints called, without secrets.</summary>
    public required IReadOnlyList<EndpointFacts> Endpoints { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Number of agents.</summary>
    public required int Agents { get; init; }

    /// <summary>True where tasks arrive by a schedule whatever the servers do; false where an agent's next task waits for its last.</summary>
    public bool OpenLoop { get; init; }

    /// <summary>Tasks planned, baseline tasks included; null where the plan is a duration. Σ states is checked against it.</summary>
    public long? PlannedTasks { get; init; }

    /// <summary>Planned tasks that the end of the run kept from starting and that have no record; they count as aborted.</summary>
    public long NotStarted { get; init; }

    /// <summary>Open loop: arrivals of the schedule that no agent was free to take before the run ended; null in closed loop.</summary>
    public long? MissedArrivals { get; init; }

    /// <summary>Length of the run, seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Begin of the measured window, seconds since the start of the run.</summary>
    public required double WindowStartSeconds { get; init; }

    /// <summary>End of the measured window, seconds since the start of the run.</summary>
    public required double WindowEndSeconds { get; init; }

    /// <summary>Hosts of agents that died; a run with any is degraded.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>Length of the measured window.</summary>
    public double WindowSeconds => Math.Max(0, WindowEndSeconds - WindowStartSeconds);
}

/// <summary>One endpoint of a run.</summary>
/// <param name="Name">Its name in the workload.</param>
/// <param name="Url">Its address, without credentials.</param>
/// <param name="Api">The API it speaks.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="Simulated">True where no GPU stands behind it.</param>
public sealed record EndpointFacts(string Name, string Url, string Api, string Model, bool Simulated);

namespace AgentLoad.Measurement.Runs;

/// <summary>Description of a run: configuration, identity and time span.</summary>
internal sealed record RunFacts
{
    /// <summary>Name of the run.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the run, unique among saved runs.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Start time of the run, UTC.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>True if any endpoint was simulated; all results are then labelled as simulated.</summary>
    public required bool Simulated { get; init; }

    /// <summary>Endpoints called, without secrets.</summary>
    public required IReadOnlyList<EndpointFacts> Endpoints { get; init; }

    /// <summary>True if a simulated node ran in the process of the agents and used its cores.</summary>
    public bool NodeInProcess { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>
    /// Text at the head of every prompt of the run, which keeps it apart from the prefix caches of other runs; empty without a salt, null
    /// for a run of a version that did not record it.
    /// </summary>
    public string? Salt { get; init; }

    /// <summary>True if the run drew its salt; false if the salt was given, so that another run may have sent the same prompts.</summary>
    public bool IsSaltDrawn { get; init; }

    /// <summary>Names of the groups with shaped agents, of which the replies have a fixed length.</summary>
    public IReadOnlyList<string> ShapedGroups { get; init; } = [];

    /// <summary>Currency of all costs; null without prices.</summary>
    public string? Currency { get; init; }

    /// <summary>Number of agents.</summary>
    public required int Agents { get; init; }

    /// <summary>
    /// True if tasks arrive according to a schedule (open loop); false if an agent starts its next task when the previous one ends (closed
    /// loop).
    /// </summary>
    public bool OpenLoop { get; init; }

    /// <summary>
    /// Planned tasks, including baseline tasks; null if the run is limited by duration. The sum of tasks over all states must equal this
    /// number.
    /// </summary>
    public long? PlannedTasks { get; init; }

    /// <summary>Planned tasks that did not start before the end of the run and have no record; they count as aborted.</summary>
    public long NotStarted { get; init; }

    /// <summary>Scheduled arrivals that found no free agent before the end of the run; null in a closed loop.</summary>
    public long? MissedArrivals { get; init; }

    /// <summary>Duration of the run, seconds.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>Start of the measured window, seconds since the start of the run.</summary>
    public required double WindowStartSeconds { get; init; }

    /// <summary>End of the measured window, seconds since the start of the run.</summary>
    public required double WindowEndSeconds { get; init; }

    /// <summary>Agent hosts lost during the run; if there are any, the run is degraded.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>Calls that were sent and are in no record, for example those of a lost host.</summary>
    public long LostCalls { get; init; }

    /// <summary>Length of the measured window, seconds.</summary>
    public double WindowSeconds => Math.Max(0, WindowEndSeconds - WindowStartSeconds);
}

/// <summary>One endpoint of a run.</summary>
/// <param name="Name">Name in the workload.</param>
/// <param name="Url">URL without credentials.</param>
/// <param name="Api">API of the endpoint.</param>
/// <param name="Model">Requested model.</param>
/// <param name="Simulated">True if the endpoint is simulated.</param>
internal sealed record EndpointFacts(string Name, string Url, string Api, string Model, bool Simulated);

using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Execution;

/// <summary>Where the agents of one run live: as plain objects or grains of this process, or as grains on a cluster.</summary>
internal interface IAgentHost : IAsyncDisposable
{
    /// <summary>Connects to the model servers, if that has not happened yet, and returns them.</summary>
    /// <exception cref="Inference.EndpointException">One cannot serve the run. The message names the remedy.</exception>
    Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs the agents until every task is done, the duration is over or the run is drained. A task counts as ended once
    /// <paramref name="save"/> has returned for it. An exception from it ends the run.
    /// </summary>
    /// <param name="save">Saves a record so that it survives a crash.</param>
    /// <param name="drain">Starts no new tasks. Running tasks may end within the workload's grace time.</param>
    /// <param name="stop">Aborts everything.</param>
    Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop);

    /// <summary>The current state of the run, or the last known one.</summary>
    ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The current state of a run.</summary>
/// <param name="ElapsedSeconds">Seconds since its start.</param>
/// <param name="Totals">Sum over all hosts.</param>
/// <param name="Losses">Hosts that died.</param>
internal sealed record LiveState(double ElapsedSeconds, LiveTotals Totals, IReadOnlyList<HostLoss> Losses)
{
    /// <summary>One task step by step, if this process runs it.</summary>
    public RunningTask? Running { get; init; }

    /// <summary>Before a run starts.</summary>
    public static LiveState None { get; } = new(0, new LiveTotals(), []);
}

/// <summary>An ended run, as its host saw it.</summary>
/// <param name="StartedUtc">When it started.</param>
/// <param name="DurationSeconds">Duration.</param>
internal sealed record HostedRun(DateTimeOffset StartedUtc, double DurationSeconds)
{
    /// <summary>Agents that were started.</summary>
    public required int Agents { get; init; }

    /// <summary>Planned tasks that never started.</summary>
    public required long NotStarted { get; init; }

    /// <summary>Arrivals of an open loop that no idle agent could take; null in closed loop.</summary>
    public long? Missed { get; init; }

    /// <summary>Hosts that died.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>Calls that were sent and are in no record, for example those of a host that died.</summary>
    public long LostCalls { get; init; }

    /// <summary>Health of the hosts; of several, the worst value of each field.</summary>
    public required ClientHealth Health { get; init; }
}

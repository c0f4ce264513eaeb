using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Execution;

/// <summary>Where the agents of one run live: in this process, or as grains on a cluster of silos.</summary>
public interface IAgentHost : IAsyncDisposable
{
    /// <summary>Connects to the model servers where that has not happened, and says what they are.</summary>
    /// <exception cref="Inference.EndpointException">One cannot serve the run; the message says what to do.</exception>
    Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Has the agents work until there is nothing left, the duration is over or the run is drained. A task counts as ended once
    /// <paramref name="save"/> has returned for it; what that throws ends the run.
    /// </summary>
    /// <param name="save">Keeps a record so that it survives a crash.</param>
    /// <param name="drain">No new tasks; those under way may end within the workload's grace time.</param>
    /// <param name="stop">Abort everything now.</param>
    Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop);

    /// <summary>The run as it is now. Before it starts, and where nobody can be reached, the last that was known.</summary>
    ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A run while it goes on.</summary>
/// <param name="ElapsedSeconds">Seconds since its start.</param>
/// <param name="Totals">What was counted on all hosts.</param>
/// <param name="Losses">Hosts that died.</param>
public sealed record LiveState(double ElapsedSeconds, LiveTotals Totals, IReadOnlyList<HostLoss> Losses)
{
    /// <summary>One task step by step, where a host has it at hand.</summary>
    public RunningTask? Running { get; init; }

    /// <summary>Before a run starts.</summary>
    public static LiveState None { get; } = new(0, new LiveTotals(), []);
}

/// <summary>A run that is over, as its host saw it.</summary>
/// <param name="StartedUtc">When it started.</param>
/// <param name="DurationSeconds">How long it took.</param>
public sealed record HostedRun(DateTimeOffset StartedUtc, double DurationSeconds)
{
    /// <summary>Agents that were started.</summary>
    public required int Agents { get; init; }

    /// <summary>Planned tasks that nobody began.</summary>
    public required long NotStarted { get; init; }

    /// <summary>Arrivals of an open loop that no agent was free to take; null in closed loop.</summary>
    public long? Missed { get; init; }

    /// <summary>Hosts that died.</summary>
    public IReadOnlyList<HostLoss> Losses { get; init; } = [];

    /// <summary>How the hosts fared; of several, the worst of each.</summary>
    public required ClientHealth Health { get; init; }
}

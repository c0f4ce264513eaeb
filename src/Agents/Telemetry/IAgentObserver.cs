using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Receives agent events of one host, across runs. Called concurrently from many threads; implementations must be fast and must not throw.
/// </summary>
internal interface IAgentObserver : ICallObserver
{
    /// <summary>Called when an agent starts on this host.</summary>
    void OnAgentStarted();

    /// <summary>Called when an agent ended or moved to another host.</summary>
    void OnAgentStopped();

    /// <summary>Called when an agent started a task.</summary>
    void OnTaskStarted();

    /// <summary>Called when a task that was started here moved to another host.</summary>
    void OnTaskMigrated();

    /// <summary>Called when a task that was started here has ended and its record is durable.</summary>
    void OnTaskEnded(EndedTask ended);
}

/// <summary>A completed task with a durable record.</summary>
/// <param name="Task">Record of the task.</param>
/// <param name="Clock">Clock of the run.</param>
/// <param name="OpenLoop">True if the schedule determines when tasks start; false if the agents do.</param>
internal readonly record struct EndedTask(TaskRecord Task, RunClock Clock, bool OpenLoop)
{
    /// <summary>Start of the run.</summary>
    public DateTimeOffset RunStart => Clock.Time.GetUtcNow() - TimeSpan.FromSeconds(Clock.Now);
}

/// <summary>An observer that does nothing.</summary>
internal sealed class NullObserver : IAgentObserver
{
    private NullObserver() { }

    /// <summary>The shared instance.</summary>
    public static NullObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void OnAgentStarted() { }

    /// <inheritdoc/>
    public void OnAgentStopped() { }

    /// <inheritdoc/>
    public void OnTaskStarted() { }

    /// <inheritdoc/>
    public void OnTaskMigrated() { }

    /// <inheritdoc/>
    public void OnTaskEnded(EndedTask ended) { }

    /// <inheritdoc/>
    public void OnCallStarted() { }

    /// <inheritdoc/>
    public void OnCallEnded(StepRecord step) { }
}

using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>
/// Learns of all that agents of one host do, whatever runs they belong to. Called from many threads at once; must be quick and never throw.
/// </summary>
public interface IWorkObserver : ICallObserver
{
    /// <summary>An agent lives here from now on.</summary>
    void AgentCame();

    /// <summary>An agent ended, or went to another host.</summary>
    void AgentLeft();

    /// <summary>An agent began a task.</summary>
    void TaskStarted();

    /// <summary>A task that was started here goes on on another host.</summary>
    void TaskLeft();

    /// <summary>A task that was started here ended, and its record is safe.</summary>
    void TaskEnded(EndedTask ended);
}

/// <summary>A task whose record is safe, with what places it in time.</summary>
/// <param name="Task">Its record.</param>
/// <param name="Clock">The clock of its run.</param>
/// <param name="OpenLoop">True where the schedule, not the agent, says when tasks start.</param>
public readonly record struct EndedTask(TaskRecord Task, RunClock Clock, bool OpenLoop)
{
    /// <summary>Start of the task's run.</summary>
    public DateTimeOffset RunStart => Clock.Time.GetUtcNow() - TimeSpan.FromSeconds(Clock.Now);
}

/// <summary>Nobody looks.</summary>
public sealed class NoObserver : IWorkObserver
{
    private NoObserver() { }

    /// <summary>The one that there is.</summary>
    public static NoObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void AgentCame() { }

    /// <inheritdoc/>
    public void AgentLeft() { }

    /// <inheritdoc/>
    public void TaskStarted() { }

    /// <inheritdoc/>
    public void TaskLeft() { }

    /// <inheritdoc/>
    public void TaskEnded(EndedTask ended) { }

    /// <inheritdoc/>
    public void CallStarted() { }

    /// <inheritdoc/>
    public void CallEnded(StepRecord step) { }
}

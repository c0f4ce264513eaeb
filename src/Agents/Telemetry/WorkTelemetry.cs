using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>Measurements and traces together: what is measured of a task that is kept as a trace is linked to it.</summary>
/// <param name="metrics">Takes measurements.</param>
/// <param name="spans">Makes traces; null for none.</param>
/// <param name="log">Called for every ended task while its trace is the current one; null for no logs.</param>
public sealed class WorkTelemetry(WorkMetrics metrics, TaskSpans? spans, Action<TaskRecord>? log) : IWorkObserver
{
    /// <inheritdoc/>
    public void AgentCame() => metrics.AgentCame();

    /// <inheritdoc/>
    public void AgentLeft() => metrics.AgentLeft();

    /// <inheritdoc/>
    public void TaskStarted() => metrics.TaskStarted();

    /// <inheritdoc/>
    public void TaskLeft() => metrics.TaskLeft();

    /// <inheritdoc/>
    public void CallStarted() => metrics.CallStarted();

    /// <inheritdoc/>
    public void CallEnded(StepRecord step) => metrics.CallEnded(step);

    /// <inheritdoc/>
    public void TaskEnded(EndedTask ended)
    {
        using var trace = spans?.Begin(ended);
        metrics.TaskEnded(ended);
        metrics.Link(trace?.Calls ?? []);
        log?.Invoke(ended.Task);
    }
}

using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Telemetry;

/// <summary>Records metrics and traces. Measurements of a task that is kept as a trace are linked to it.</summary>
/// <param name="metrics">Records metrics.</param>
/// <param name="spans">Creates traces; null for none.</param>
/// <param name="log">Called for every completed task while its span is current; null for no logs.</param>
internal sealed class AgentTelemetry(AgentMetrics metrics, TaskSpans? spans, Action<TaskRecord>? log) : IAgentObserver
{
    /// <inheritdoc/>
    public void OnAgentStarted() => metrics.OnAgentStarted();

    /// <inheritdoc/>
    public void OnAgentStopped() => metrics.OnAgentStopped();

    /// <inheritdoc/>
    public void OnTaskStarted() => metrics.OnTaskStarted();

    /// <inheritdoc/>
    public void OnTaskMigrated() => metrics.OnTaskMigrated();

    /// <inheritdoc/>
    public void OnCallStarted() => metrics.OnCallStarted();

    /// <inheritdoc/>
    public void OnCallEnded(StepRecord step) => metrics.OnCallEnded(step);

    /// <inheritdoc/>
    public void OnTaskEnded(EndedTask ended)
    {
        using var trace = spans?.Begin(ended);
        metrics.OnTaskEnded(ended);
        metrics.Link(trace?.Calls ?? []);
        log?.Invoke(ended.Task);
    }
}

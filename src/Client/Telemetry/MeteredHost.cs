using System.Diagnostics.Metrics;
using AgentLoad.Agents.Execution;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Telemetry;

/// <summary>
/// Agent host that exposes the progress of the run as metrics. On a cluster, only the client has the totals of all hosts.
/// </summary>
internal sealed class MeteredHost : IAgentHost
{
    private readonly IAgentHost _run;
    private readonly Meter _meter = new(WorkMetrics.MeterName + ".Run");
    private volatile LiveState _last = LiveState.None;

    public MeteredHost(IAgentHost run)
    {
        _run = run;
        _meter.CreateObservableCounter("agentload.run.tasks", Tasks, "{task}", "Tasks of the run that have ended, on all hosts, by state.");
        _meter.CreateObservableCounter(
            "agentload.run.calls",
            Calls,
            "{call}",
            "Calls of the run that have ended, on all hosts, by outcome."
        );
        _meter.CreateObservableGauge("agentload.run.elapsed", () => _last.ElapsedSeconds, "s", "Time since the run started.");
        _meter.CreateObservableCounter(
            "agentload.run.hosts_lost",
            () => (long)_last.Losses.Count,
            "{host}",
            "Hosts of agents that died during the run."
        );
    }

    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) => _run.PrepareAsync(cancellationToken);

    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        var ended = await _run.RunAsync(save, drain, stop);
        await ReadAsync(CancellationToken.None);
        return ended;
    }

    public async ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) => _last = await _run.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _meter.Dispose();
        return _run.DisposeAsync();
    }

    private IEnumerable<Measurement<long>> Tasks() =>
        _last.Totals.ByState.Select(p => new Measurement<long>(
            p.Value,
            new KeyValuePair<string, object?>("agentload.state", p.Key.ToString())
        ));

    private IEnumerable<Measurement<long>> Calls() =>
        _last.Totals.ByOutcome.Select(p => new Measurement<long>(
            p.Value,
            new KeyValuePair<string, object?>("agentload.outcome", p.Key.ToString())
        ));
}

using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Execution;

/// <summary>The agents of one run as plain objects of this process.</summary>
/// <param name="workload">A validated workload.</param>
/// <param name="connections">Its model servers. They are not disposed with the host.</param>
/// <param name="time">The time.</param>
/// <param name="observer">Receives agent events; null for none.</param>
internal sealed class InProcessHost(Workload workload, Connections connections, TimeProvider time, IAgentObserver? observer = null)
    : IAgentHost
{
    private readonly Schedule _schedule = new(workload, WorkloadInputs.Default.Problems);
    private AgentWork? _work;

    /// <inheritdoc/>
    public Task<IReadOnlyList<EndpointFacts>> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult(connections.Facts);

    /// <inheritdoc/>
    public async Task<HostedRun> RunAsync(Func<TaskRecord, ValueTask> save, CancellationToken drain, CancellationToken stop)
    {
        var (started, health) = (time.GetUtcNow(), new HostHealth(time));
        var work = _work = new AgentWork(workload, connections, RunClock.StartNow(time), observer);
        var closed = double.PositiveInfinity;
        var closing = drain.Register(() => closed = work.Clock.Now);
        await using var disposal = closing.ConfigureAwait(false);
        using var pool = new AgentPool(
            workload,
            _schedule,
            work.DoAsync,
            SaveAsync,
            work.Clock,
            observer ?? NullObserver.Instance,
            drain,
            stop
        );
        await pool.RunAsync().ConfigureAwait(false);
        var duration = work.Clock.Now;
        return new HostedRun(started, duration)
        {
            Agents = _schedule.AgentsWanted(duration),
            NotStarted = _schedule.PlannedTasks - _schedule.HandedOut ?? 0,
            Missed = _schedule.Missed(Math.Min(closed, duration)),
            Health = health.Read(),
        };

        async ValueTask SaveAsync(TaskRecord record)
        {
            await save(record).ConfigureAwait(false);
            work.OnSaved(record);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LiveState> ReadAsync(CancellationToken cancellationToken) =>
        new(_work is { } work ? new LiveState(work.Clock.Now, work.Read(), []) { Running = work.Running } : LiveState.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>Does one planned task: the agent's number, the intended start in seconds of the run, and the token that aborts it.</summary>
public delegate Task<TaskRecord> DoTask(PlannedTask task, int agent, double intendedStart, CancellationToken abort);

/// <summary>
/// Agents that live in this process. Each pulls tasks one after another, waits for the intended start of each, until the schedule has none
/// left, the duration is over or the run is drained; then tasks under way may end within the grace time, and what is left is aborted.
/// </summary>
public sealed class ProcessHost(
    Workload workload,
    Schedule schedule,
    DoTask doTask,
    TimeProvider timeProvider,
    IAgentObserver? observer = null
)
{
    private readonly LoadSettings _load = workload.Load;

    /// <summary>Has all agents work, and gives every record to <paramref name="record"/> before its agent goes on.</summary>
    /// <param name="epoch">Timestamp of the start of the run.</param>
    /// <param name="record">Takes a record; what it throws ends the run.</param>
    /// <param name="drain">No new tasks; those under way may end within the grace time.</param>
    /// <param name="stop">Abort everything now.</param>
    public async Task RunAsync(long epoch, Func<TaskRecord, ValueTask> record, CancellationToken drain, CancellationToken stop)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(drain, stop);
        using var ended = new CancellationTokenSource();
        await using var closed = closing.Token.Register(schedule.Close).ConfigureAwait(false);
        var ending = EndAsync(closing, abort, ended.Token);
        try
        {
            using var crew = new Crew(
                schedule,
                doTask,
                record,
                new RunWindow(_load),
                timeProvider,
                epoch,
                closing,
                abort,
                observer ?? NullObserver.Instance,
                drain
            );
            await crew.WorkAsync().ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
        }
    }

    /// <summary>Closes the schedule when the duration is over or the run is drained, and aborts after the grace time.</summary>
    private async Task EndAsync(CancellationTokenSource closing, CancellationTokenSource abort, CancellationToken ended)
    {
        using var waking = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, ended);
        await timeProvider.TryDelayAsync(_load.Duration ?? Timeout.InfiniteTimeSpan, waking.Token).ConfigureAwait(false);
        if (ended.IsCancellationRequested)
        {
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        if (await timeProvider.TryDelayAsync(_load.Grace, ended).ConfigureAwait(false))
        {
            await abort.CancelAsync().ConfigureAwait(false);
        }
    }
}

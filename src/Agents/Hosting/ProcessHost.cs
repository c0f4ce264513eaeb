using AgentLoad.Agents.Load;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Hosting;

/// <summary>Does one planned task: the agent's number, the intended start in seconds of the run, and the token that aborts it.</summary>
public delegate Task<TaskRecord> DoTask(PlannedTask task, int agent, double intendedStart, CancellationToken abort);

/// <summary>
/// Agents that live in this process. Each does tasks one after another until the source has none left, the duration is over
/// or the run is drained; then tasks under way may end within the grace time, and what is left is aborted.
/// </summary>
public sealed class ProcessHost(Workload workload, TaskSource tasks, DoTask doTask, TimeProvider timeProvider)
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
        await using var closed = closing.Token.Register(tasks.Close).ConfigureAwait(false);
        var ending = EndAsync(closing, abort, ended.Token);
        try
        {
            await DoAllAsync(epoch, record, drain, closing, abort).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
        }
    }

    /// <summary>Closes the source when the duration is over or the run is drained, and aborts after the grace time.</summary>
    private async Task EndAsync(CancellationTokenSource closing, CancellationTokenSource abort, CancellationToken ended)
    {
        using var waking = CancellationTokenSource.CreateLinkedTokenSource(closing.Token, ended);
        await PauseAsync(_load.Duration ?? Timeout.InfiniteTimeSpan, waking.Token).ConfigureAwait(false);
        if (ended.IsCancellationRequested)
        {
            return;
        }

        await closing.CancelAsync().ConfigureAwait(false);
        if (await PauseAsync(_load.Grace, ended).ConfigureAwait(false))
        {
            await abort.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task DoAllAsync(
        long epoch, Func<TaskRecord, ValueTask> record, CancellationToken drain, CancellationTokenSource closing, CancellationTokenSource abort)
    {
        using var noneLeft = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        var agents = new Task[_load.Agents];
        for (var i = 0; i < agents.Length; i++)
        {
            agents[i] = LiveAsync(i);
        }

        await Task.WhenAll(agents).ConfigureAwait(false);

        async Task LiveAsync(int agent)
        {
            await PauseAsync(_load.Ramp * agent / _load.Agents, noneLeft.Token).ConfigureAwait(false);
            await Task.Yield();
            try
            {
                while (!drain.IsCancellationRequested && !abort.IsCancellationRequested && tasks.Next() is { } task)
                {
                    var free = timeProvider.GetElapsedTime(epoch).TotalSeconds;
                    var done = await doTask(task, agent, free, abort.Token).ConfigureAwait(false);
                    await record(done with { InWindow = IsInWindow(done) }).ConfigureAwait(false);
                    await PauseAsync(task.Group.ThinkTime, noneLeft.Token).ConfigureAwait(false);
                }

                await noneLeft.CancelAsync().ConfigureAwait(false);
            }
            catch
            {
                // A record that cannot be kept ends the run for all: work that nobody sees would load the servers for nothing.
                await closing.CancelAsync().ConfigureAwait(false);
                await abort.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private bool IsInWindow(TaskRecord done) =>
        done.End >= _load.Warmup.TotalSeconds && (_load.Duration is not { } duration || done.End <= duration.TotalSeconds);

    /// <summary>True where the whole time has passed, false where the wait was cut short.</summary>
    private async Task<bool> PauseAsync(TimeSpan time, CancellationToken cut)
    {
        if (time == TimeSpan.Zero)
        {
            return true;
        }

        await Task.Delay(time, timeProvider, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cut.IsCancellationRequested;
    }
}

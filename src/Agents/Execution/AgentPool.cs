using AgentLoad.Agents.Scheduling;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Telemetry;
using AgentLoad.Agents.Workloads;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Execution;

/// <summary>
/// Does one task: its agent's number, the intended start in seconds since the start of the run, and a token that aborts it.
/// </summary>
internal delegate Task<TaskRecord> DoTask(PlannedTask task, int agent, double intendedStart, CancellationToken abort);

/// <summary>
/// The agents of one run as plain objects of this process. It starts as many as the schedule wants. When the duration is over or the run is
/// drained, no new tasks start, running tasks may end within the grace time, and the remaining ones are aborted. One pool serves one run.
/// </summary>
internal sealed class AgentPool : IAgentWork, IDisposable
{
    private readonly LoadSettings _load;
    private readonly Schedule _schedule;
    private readonly DoTask _doTask;
    private readonly Func<TaskRecord, ValueTask> _save;
    private readonly RunClock _clock;
    private readonly IAgentObserver _observer;
    private readonly ScheduleFeed _feed;
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenSource _closing;
    private readonly CancellationTokenSource _exhausted;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _agents = [];

    /// <param name="workload">The workload.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="doTask">Does a task.</param>
    /// <param name="save">Saves a record before its agent continues. An exception ends the run.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Receives agent events.</param>
    /// <param name="drain">Stops new tasks; running tasks may end within the grace time.</param>
    /// <param name="stop">Aborts everything.</param>
    public AgentPool(
        Workload workload,
        Schedule schedule,
        DoTask doTask,
        Func<TaskRecord, ValueTask> save,
        RunClock clock,
        IAgentObserver observer,
        CancellationToken drain,
        CancellationToken stop
    )
    {
        (_load, _schedule, _doTask, _save, _clock, _observer) = (workload.Load, schedule, doTask, save, clock, observer);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _closing = CancellationTokenSource.CreateLinkedTokenSource(drain, stop);
        _exhausted = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        // Asks the tokens themselves: code that is called when they are cancelled may run before the schedule is closed.
        _feed = new ScheduleFeed(schedule, () => drain.IsCancellationRequested || _abort.IsCancellationRequested, _exhausted.CancelAsync);
    }

    /// <inheritdoc/>
    public CancellationToken Closing => _closing.Token;

    /// <inheritdoc/>
    public CancellationToken Exhausted => _exhausted.Token;

    /// <summary>Runs all agents until each has stopped. Throws what <c>save</c> threw.</summary>
    public async Task RunAsync()
    {
        var registration = _closing.Token.Register(_schedule.Close);
        await using var disposal = registration.ConfigureAwait(false);
        var ending = EndAsync();
        try
        {
            await WorkAsync().ConfigureAwait(false);
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await ending.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<TaskOutcome> DoAsync(Assignment assignment, int agent)
    {
        // An agent that starts a task no longer waits for arrivals: another one must.
        Grow();
        var record = await _doTask(assignment.Task, agent, assignment.IntendedStart, _abort.Token).ConfigureAwait(false);
        return new TaskOutcome(record, null);
    }

    /// <inheritdoc/>
    public Task SaveAsync(TaskRecord record) => _save(record).AsTask();

    /// <inheritdoc/>
    public void Dispose()
    {
        _exhausted.Dispose();
        _closing.Dispose();
        _abort.Dispose();
        _ended.Dispose();
    }

    private async Task WorkAsync()
    {
        var growing = GrowAsync();
        while (true)
        {
            var agents = Agents();
            await Task.WhenAll([growing, .. agents]).ConfigureAwait(false);
            if (agents.Length == Agents().Length)
            {
                return;
            }
        }
    }

    private Task[] Agents()
    {
        lock (_gate)
        {
            return [.. _agents];
        }
    }

    /// <summary>Starts agents as the population grows with time.</summary>
    private async Task GrowAsync()
    {
        do
        {
            Grow();
        } while (
            _schedule.NextGrowth(_clock.Now) is { } next
            && await _clock.Time.TryDelayAsync(TimeSpan.FromSeconds(Math.Min(next - _clock.Now, 1e6)), Exhausted).ConfigureAwait(false)
        );
    }

    private void Grow()
    {
        lock (_gate)
        {
            for (var wanted = _schedule.AgentsWanted(_clock.Now); _agents.Count < wanted && !Exhausted.IsCancellationRequested; )
            {
                _agents.Add(RunAgentAsync(_agents.Count));
            }
        }
    }

    private async Task RunAgentAsync(int agent)
    {
        await Task.Yield();
        _observer.OnAgentStarted();
        try
        {
            await new AgentLoop(agent, _feed, this, _clock).RunAsync(null, CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            // A record that cannot be saved ends the run for all agents: unrecorded work would load the servers for nothing.
            await _closing.CancelAsync().ConfigureAwait(false);
            await _abort.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _observer.OnAgentStopped();
        }
    }

    /// <summary>Closes the schedule when the duration is over or the run is drained, and aborts after the grace time.</summary>
    private async Task EndAsync()
    {
        using (var waking = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, _ended.Token))
        {
            await _clock.Time.TryDelayAsync(_load.Duration ?? Timeout.InfiniteTimeSpan, waking.Token).ConfigureAwait(false);
        }

        if (_ended.IsCancellationRequested)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        if (await _clock.Time.TryDelayAsync(_load.Grace, _ended.Token).ConfigureAwait(false))
        {
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }
}

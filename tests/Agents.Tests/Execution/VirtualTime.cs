namespace AgentLoad.Agents.Tests.Execution;

/// <summary>
/// A clock that jumps to the next timer as soon as nothing runs, so that a run of minutes takes milliseconds. Code that is still running
/// when the clock jumps only appears slow.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(VirtualTimer Timer, int Version), long> _due = new();
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Advances the clock from timer to timer until the task has completed.</summary>
    public async Task RunAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            do
            {
                await Task.Yield();
            } while (ThreadPool.PendingWorkItemCount > 0);

            Advance();
        }

        await task;
    }

    private void Advance()
    {
        VirtualTimer? timer;
        lock (_gate)
        {
            if (!_due.TryDequeue(out var next, out var at))
            {
                return;
            }

            timer = next.Timer.Version == next.Version ? next.Timer : null;
            if (timer is not null)
            {
                Interlocked.Exchange(ref _now, Math.Max(_now, at));
            }
        }

        timer?.Fire();
    }

    private void Schedule(VirtualTimer timer, int version, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _due.Enqueue((timer, version), _now + dueTime.Ticks);
        }
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _version;

        public int Version => Volatile.Read(ref _version);

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var version = Interlocked.Increment(ref _version);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.Schedule(this, version, dueTime);
            }

            return true;
        }

        public void Dispose() => Interlocked.Increment(ref _version);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace AgentLoad.Agents.Tests.Sessions;

/// <summary>A time provider that the test advances.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now = TimeSpan.FromSeconds(100);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The requested delays.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public void Advance(TimeSpan span)
    {
        _now += span;
        foreach (var timer in _timers.Where(t => t.Due <= _now).ToArray())
        {
            _timers.Remove(timer);
            timer.Fire();
        }
    }

    /// <summary>Advances to the next due timer.</summary>
    public void AdvanceToNext()
    {
        if (_timers.Count > 0)
        {
            Advance(_timers.Min(t => t.Due) - _now);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._timers.Remove(this);
            if (dueTime >= TimeSpan.Zero)
            {
                Due = time._now + dueTime;
                time.Pauses.Add(dueTime);
                time._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

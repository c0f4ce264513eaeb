namespace AgentLoad.Client.Tests.Commands.Sweep;

/// <summary>A clock that stands still: no test depends on real time. Its timers never fire.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public override long TimestampFrequency => 1;

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

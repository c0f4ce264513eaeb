using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Endpoints;

/// <summary>
/// Health of one endpoint, from the outcomes of its calls. An endpoint is down after a refused connection or three other failures in a row,
/// for a time that doubles with each further failure, from 0.1 s to 5 s; then it is tried again. Thread-safe.
/// </summary>
internal sealed class EndpointHealth(TimeProvider timeProvider)
{
    private const int FailuresInARow = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TaskCompletionSource _recovery = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _pauseStart;
    private TimeSpan _pause;
    private int _failures;
    private bool _isRefused;

    /// <summary>True if the endpoint should get no calls as long as another endpoint is up.</summary>
    public bool IsDown
    {
        get
        {
            lock (_lock)
            {
                return Remaining() > TimeSpan.Zero;
            }
        }
    }

    /// <summary>
    /// Waits while the endpoint refuses connections, until it is tried again or a call succeeds. Does not wait after other failures, and
    /// ends without an exception if it is cancelled.
    /// </summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan remaining;
        Task recovery;
        lock (_lock)
        {
            remaining = _isRefused ? Remaining() : TimeSpan.Zero;
            recovery = _recovery.Task;
        }

        if (remaining > TimeSpan.Zero)
        {
            await ((Task)recovery.WaitAsync(remaining, timeProvider, cancellationToken)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing
            );
        }
    }

    /// <summary>Records the outcome of a call.</summary>
    public void Record(CallOutcome outcome)
    {
        lock (_lock)
        {
            switch (outcome)
            {
                case CallOutcome.Completed or CallOutcome.LengthLimited or CallOutcome.Rejected:
                    Recover();
                    break;
                case CallOutcome.ConnectionFailed:
                    Fail(isRefused: true);
                    break;
                case CallOutcome.ConnectionLost
                or CallOutcome.ServerError
                or CallOutcome.Overloaded
                or CallOutcome.Incomplete
                or CallOutcome.TimedOut:
                    Fail(isRefused: false);
                    break;
            }
        }
    }

    private void Recover()
    {
        if (_failures == 0)
        {
            return;
        }

        (_failures, _pause, _isRefused) = (0, TimeSpan.Zero, false);
        _recovery.TrySetResult();
        _recovery = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Calls that were already running when the pause started do not extend it.
    private void Fail(bool isRefused)
    {
        _failures++;
        if (!isRefused && _failures < FailuresInARow)
        {
            return;
        }

        _isRefused |= isRefused;
        if (Remaining() <= TimeSpan.Zero)
        {
            _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
            _pauseStart = timeProvider.GetTimestamp();
        }
    }

    private TimeSpan Remaining() => _pause == TimeSpan.Zero ? TimeSpan.Zero : _pause - timeProvider.GetElapsedTime(_pauseStart);
}

namespace AgentLoad.Client.Telemetry;

/// <summary>Knows the rhythm in which /metrics is fetched, so that a process that ends can wait for the fetch that takes its last figures.</summary>
internal sealed class ScrapeMonitor(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _awaited;
    private long? _last;
    private TimeSpan _interval = TimeSpan.FromSeconds(15);
    private bool _isLate;

    /// <summary>A fetch begins: it gets what was measured until now.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _interval = _last is { } last ? time.GetElapsedTime(last) : _interval;
            _last = time.GetTimestamp();
            _isLate = _awaited is not null;
        }
    }

    /// <summary>It has been sent.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            if (_isLate)
            {
                _awaited?.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for a fetch that begins after now, for twice the rhythm at most; not at all where nobody ever fetched.</summary>
    public async Task WaitForNextAsync(CancellationToken cut)
    {
        TimeSpan longest;
        Task next;
        lock (_gate)
        {
            if (_last is null)
            {
                return;
            }

            longest = _interval * 2 < Longest ? (_interval * 2) + TimeSpan.FromSeconds(1) : Longest;
            next = (_awaited ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(next, Task.Delay(longest, time, cut));
    }
}

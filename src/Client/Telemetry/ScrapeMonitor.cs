namespace AgentLoad.Client.Telemetry;

/// <summary>Measures the scrape interval of /metrics, so that a process can wait for a final scrape before it exits.</summary>
internal sealed class ScrapeMonitor(TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _finalScrape;
    private long? _last;
    private TimeSpan _interval = TimeSpan.FromSeconds(15);
    private bool _isLate;

    /// <summary>Records the start of a scrape.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _interval = _last is { } last ? time.GetElapsedTime(last) : _interval;
            _last = time.GetTimestamp();
            _isLate = _finalScrape is not null;
        }
    }

    /// <summary>Records the end of a scrape.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            if (_isLate)
            {
                _finalScrape?.TrySetResult();
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for the next scrape, at most two scrape intervals; returns immediately if there was no scrape yet.</summary>
    public async Task WaitForNextAsync(CancellationToken cancellationToken)
    {
        TimeSpan longest;
        Task next;
        lock (_gate)
        {
            if (_last is null)
            {
                return;
            }

            longest = _interval * 2 < MaxWait ? (_interval * 2) + TimeSpan.FromSeconds(1) : MaxWait;
            next = (_finalScrape ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(next, Task.Delay(longest, time, cancellationToken));
    }
}

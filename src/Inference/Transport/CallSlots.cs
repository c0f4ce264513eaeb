namespace AgentLoad.Inference.Transport;

/// <summary>
/// Limits the number of concurrent calls. .NET terminates a process that exhausts its file descriptors, so further calls wait for a free
/// slot. The number of waiting calls is reported with the measurements.
/// </summary>
/// <param name="limit">Maximum number of concurrent calls.</param>
internal sealed class CallSlots(int limit) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limit);
    private long _queuedCalls;

    /// <summary>
    /// Slots of this process: half of its connections, because an embedded node needs the other ends of the connections in the same
    /// process.
    /// </summary>
    public static CallSlots Shared { get; } = new(OpenFiles.ConnectionLimit(OpenFiles.Limit) / 2);

    /// <summary>Maximum number of concurrent calls.</summary>
    public int Limit => limit;

    /// <summary>Number of calls so far that had to wait for a slot.</summary>
    public long QueuedCalls => Interlocked.Read(ref _queuedCalls);

    /// <summary>Waits for a slot. If the wait is cancelled, returns an empty slot.</summary>
    internal async ValueTask<Slot> AcquireAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return default;
        }

        if (!_free.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref _queuedCalls);
            var waiting = _free.WaitAsync(cancellationToken);
            await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!waiting.IsCompletedSuccessfully)
            {
                return default;
            }
        }

        return new Slot(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    /// <summary>A slot that is occupied during a call.</summary>
    internal readonly struct Slot(SemaphoreSlim free) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => free?.Release();
    }
}

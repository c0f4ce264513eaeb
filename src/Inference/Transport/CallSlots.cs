namespace AgentLoad.Inference.Transport;

/// <summary>
/// How many calls may be under way at once. A process that opens its last file cannot go on at all (.NET ends it), so calls beyond that
/// wait, and whoever measures is told that they did.
/// </summary>
/// <param name="limit">Most calls.</param>
public sealed class CallSlots(int limit) : IDisposable
{
    private readonly SemaphoreSlim _free = new(limit);
    private long _heldBack;

    /// <summary>Those of this process. Half of its connections: the other ends may be here too, on an embedded node.</summary>
    public static CallSlots OfProcess { get; } = new(OpenFiles.ForConnections(OpenFiles.Limit) / 2);

    /// <summary>Most calls at once.</summary>
    public int Limit => limit;

    /// <summary>Calls that had to wait so far.</summary>
    public long HeldBack => Interlocked.Read(ref _heldBack);

    /// <summary>Waits for a slot. Where the call is given up first there is none, and none to free.</summary>
    internal async ValueTask<Slot> TakeAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return default;
        }

        if (!_free.Wait(0, CancellationToken.None))
        {
            Interlocked.Increment(ref _heldBack);
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

    /// <summary>Held while a call is under way.</summary>
    internal readonly struct Slot(SemaphoreSlim free) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => free?.Release();
    }
}

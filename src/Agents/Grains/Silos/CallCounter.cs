using AgentLoad.Agents.Grains.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Counts the calls of a run on this silo in the record log before they are sent, so that the calls of a silo that dies are known exactly.
/// Calls that start at the same time share one write.
/// </summary>
/// <param name="log">Keeps the count.</param>
/// <param name="runId">The run.</param>
/// <param name="silo">Address of this silo.</param>
/// <param name="onEnded">Called when the run turns out to have ended without this silo.</param>
internal sealed class CallCounter(IRecordLog log, string runId, string silo, Func<Task> onEnded)
{
    private readonly Lock _gate = new();
    private Batch _next = new();
    private bool _isWriting;

    /// <summary>Counts one call. Once this completes, the count survives the death of this silo.</summary>
    /// <returns>False if the run has ended: the call must not be sent.</returns>
    public Task<bool> AddAsync(CancellationToken cancellationToken)
    {
        Batch batch;
        lock (_gate)
        {
            batch = _next;
            batch.Calls++;
            if (!_isWriting)
            {
                _isWriting = true;
                _ = WriteAsync();
            }
        }

        return batch.Written.Task.WaitAsync(cancellationToken);
    }

    private async Task WriteAsync()
    {
        // Calls that start together should share the first write.
        await Task.Yield();
        while (true)
        {
            Batch batch;
            lock (_gate)
            {
                batch = _next;
                if (batch.Calls == 0)
                {
                    _isWriting = false;
                    return;
                }

                _next = new Batch();
            }

            var isCounted = await log.AddCallsAsync(runId, silo, batch.Calls, CancellationToken.None).ConfigureAwait(false);
            batch.Written.SetResult(isCounted);
            if (!isCounted)
            {
                await onEnded().ConfigureAwait(false);
            }
        }
    }

    private sealed class Batch
    {
        public int Calls { get; set; }

        public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

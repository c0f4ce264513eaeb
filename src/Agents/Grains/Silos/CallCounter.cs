using AgentLoad.Agents.Grains.Records;

namespace AgentLoad.Agents.Grains.Silos;

/// <summary>
/// Counts the calls of a run on this silo in the record log before they are sent, so that the calls of a silo that dies are known exactly.
/// Calls that start at the same time share one write.
/// </summary>
/// <param name="log">Keeps the count.</param>
/// <param name="runId">The run.</param>
/// <param name="silo">Address of this silo.</param>
internal sealed class CallCounter(IRecordLog log, string runId, string silo)
{
    private readonly Lock _gate = new();
    private Batch _next = new();
    private bool _isWriting;

    /// <summary>Counts one call. Once this completes, the count survives the death of this silo.</summary>
    public Task AddAsync(CancellationToken cancellationToken)
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

            await log.AddCallsAsync(runId, silo, batch.Calls, CancellationToken.None).ConfigureAwait(false);
            batch.Written.SetResult();
        }
    }

    private sealed class Batch
    {
        public int Calls { get; set; }

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

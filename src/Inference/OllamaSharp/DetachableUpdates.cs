using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>
/// A stream of updates that can be abandoned while waiting for the next update. An abandoned stream is disposed in the background.
/// </summary>
internal sealed class DetachableUpdates(IAsyncEnumerator<ChatResponseUpdate> updates) : IAsyncDisposable
{
    private Task<bool>? _pendingMove;

    /// <summary>Returns the next update; null at the end of the stream.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<ChatResponseUpdate?> NextAsync(CancellationToken cancellationToken)
    {
        var next = updates.MoveNextAsync();
        if (!next.IsCompleted)
        {
            _pendingMove = next.AsTask();
            var hasOne = await _pendingMove.WaitAsync(cancellationToken).ConfigureAwait(false);
            _pendingMove = null;
            return hasOne ? updates.Current : null;
        }

        return await next.ConfigureAwait(false) ? updates.Current : null;
    }

    public ValueTask DisposeAsync()
    {
        if (_pendingMove is null or { IsCompleted: true })
        {
            return updates.DisposeAsync();
        }

        _ = _pendingMove
            .ContinueWith(
                async ended =>
                {
                    _ = ended.Exception;
                    await updates.DisposeAsync().ConfigureAwait(false);
                },
                TaskScheduler.Default
            )
            .Unwrap()
            .ContinueWith(disposed => _ = disposed.Exception, TaskScheduler.Default);
        return ValueTask.CompletedTask;
    }
}

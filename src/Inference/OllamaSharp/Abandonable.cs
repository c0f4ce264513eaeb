using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.OllamaSharp;

/// <summary>A stream of updates that can be left behind in the middle of a wait; its end is then awaited by nobody.</summary>
internal sealed class Abandonable(IAsyncEnumerator<ChatResponseUpdate> updates) : IAsyncDisposable
{
    private Task<bool>? _waiting;

    /// <summary>The next update, or null at the end.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public async Task<ChatResponseUpdate?> NextAsync(CancellationToken cancellationToken)
    {
        var next = updates.MoveNextAsync();
        if (!next.IsCompleted)
        {
            _waiting = next.AsTask();
            var hasOne = await _waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
            _waiting = null;
            return hasOne ? updates.Current : null;
        }

        return await next.ConfigureAwait(false) ? updates.Current : null;
    }

    public ValueTask DisposeAsync()
    {
        if (_waiting is null or { IsCompleted: true })
        {
            return updates.DisposeAsync();
        }

        _ = _waiting
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

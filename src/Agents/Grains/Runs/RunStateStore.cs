using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>Saves the state of a run, one write at a time, and retries while the store is unavailable.</summary>
/// <param name="state">The state.</param>
/// <param name="replaced">Called when another activation of the run's grain has taken over: this one must stop.</param>
/// <param name="time">The time.</param>
/// <param name="logger">Logs failed writes.</param>
internal sealed partial class RunStateStore(IPersistentState<RunState> state, Action replaced, TimeProvider time, ILogger logger)
    : IDisposable
{
    /// <summary>A breaking connection can drop a write without an error. If the write did succeed, the retry reports a conflict.</summary>
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    // Calls to the grain interleave. The store takes the second of two concurrent writes for one of another activation.
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Cancelled once the store is stopped.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Saves the state, and retries until that succeeds.</summary>
    /// <exception cref="InconsistentStateException">Another activation has taken over.</exception>
    /// <exception cref="OperationCanceledException">The store was stopped before the state was saved.</exception>
    public async Task SaveAsync()
    {
        await _writing.WaitAsync(_stopped.Token);
        try
        {
            while (!await TrySaveAsync())
            {
                await Task.Delay(RetryInterval, time, _stopped.Token);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Waits for running writes, then ends those that still retry. A grain that deactivates must not wait for a store that never comes
    /// back, such as the memory of a silo that shuts down.
    /// </summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (await _writing.WaitAsync(timeout))
        {
            _writing.Release();
        }

        await _stopped.CancelAsync();
    }

    /// <summary>Deletes the state once running writes have ended: they would restore it.</summary>
    public async Task ClearAsync()
    {
        await _writing.WaitAsync();
        try
        {
            await state.ClearStateAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Dispose();
        _writing.Dispose();
    }

    private async Task<bool> TrySaveAsync()
    {
        try
        {
            await state.WriteStateAsync().WaitAsync(WriteTimeout, time);
            return true;
        }
        catch (InconsistentStateException)
        {
            replaced();
            throw;
        }
        catch (Exception exception)
        {
            LogWriteFailed(state.State.Spec?.RunId, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{RunId}: could not save the state of the run; retrying. {Reason}")]
    private partial void LogWriteFailed(string? runId, string reason);
}

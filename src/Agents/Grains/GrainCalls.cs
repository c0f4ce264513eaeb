using Orleans.Storage;

namespace AgentLoad.Agents.Grains;

/// <summary>Calls to grains that are retried until the cluster has recovered.</summary>
internal static class GrainCalls
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a call to a grain may take before it is retried.</summary>
    public static TimeSpan ResponseTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>True if the same call may succeed later.</summary>
    public static bool IsTransient(Exception exception) =>
        exception
            is OrleansException
                or TimeoutException
                or IOException
                or OperationCanceledException
                or ObjectDisposedException
                // A connection that closes in the middle of a call.
                or InvalidOperationException { Source: "System.IO.Pipelines" };

    /// <summary>Retries a call until it succeeds, with delays that grow to 250 ms. Only for calls that may be repeated.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (IsTransient(exception) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(delay, time, cancellationToken);
                delay = delay * 2 > LongestDelay ? LongestDelay : delay * 2;
            }
        }
    }

    /// <summary>Retries work of a grain until it succeeds or another activation has replaced the grain.</summary>
    /// <param name="work">The work.</param>
    /// <param name="failed">Receives each failure.</param>
    /// <param name="time">The time.</param>
    /// <param name="stopped">Cancelled when the grain deactivates: a failure is no longer retried.</param>
    public static async Task RetryInBackgroundAsync(Func<Task> work, Action<Exception> failed, TimeProvider time, CancellationToken stopped)
    {
        while (true)
        {
            try
            {
                await Task.Yield();
                await work();
                return;
            }
            catch (Exception exception) when (exception is not InconsistentStateException && !stopped.IsCancellationRequested)
            {
                failed(exception);
                await Task.Delay(LongestDelay, time, stopped);
            }
        }
    }

    /// <inheritdoc cref="RetryAsync{T}"/>
    public static Task RetryAsync(Func<Task> call, TimeProvider time, CancellationToken cancellationToken) =>
        RetryAsync(
            async () =>
            {
                await call();
                return true;
            },
            time,
            cancellationToken
        );
}

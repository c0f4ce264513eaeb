namespace AgentLoad.Silo.Runs;

/// <summary>Failures of a call to a grain that pass once the cluster has found together again.</summary>
internal static class SiloFailures
{
    /// <summary>True where the same call may succeed later.</summary>
    public static bool ArePassing(Exception e) => e is OrleansException or TimeoutException or IOException or OperationCanceledException or ObjectDisposedException
        // A connection that closes in the middle of a call.
        or InvalidOperationException { Source: "System.IO.Pipelines" };

    /// <summary>Repeats a call until it succeeds, at growing distances up to a second. Only for calls that may be repeated.</summary>
    public static async Task<T> RepeatAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellationToken);
            }
            catch (Exception e) when (ArePassing(e) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(pause, time, cancellationToken);
                pause = pause * 2 > TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : pause * 2;
            }
        }
    }

    /// <inheritdoc cref="RepeatAsync{T}"/>
    public static Task RepeatAsync(Func<Task> call, TimeProvider time, CancellationToken cancellationToken) =>
        RepeatAsync(
            async () =>
            {
                await call();
                return true;
            },
            time,
            cancellationToken);
}

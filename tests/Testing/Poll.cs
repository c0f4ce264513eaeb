using System.Diagnostics;

namespace AgentLoad.Testing;

/// <summary>Waits for a condition of a real process, server or file by checking it every few milliseconds.</summary>
internal static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">The condition; an exception that it throws ends the wait.</param>
    /// <param name="what">What is awaited, for the error message.</param>
    /// <param name="deadline">Longest wait; null for two minutes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The condition did not hold before the deadline.</exception>
    public static Task UntilAsync(
        Func<bool> condition,
        string what,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    ) => UntilAsync(() => Task.FromResult(condition()), what, deadline, cancellationToken);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, TimeSpan?, CancellationToken)"/>
    public static async Task UntilAsync(
        Func<Task<bool>> condition,
        string what,
        TimeSpan? deadline = null,
        CancellationToken cancellationToken = default
    )
    {
        var limit = deadline ?? DefaultDeadline;
        var start = Stopwatch.GetTimestamp();
        while (!await condition().WaitAsync(limit, TimeProvider.System, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Timed out after {limit.TotalSeconds:0} s waiting for {what}.");
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }
    }
}

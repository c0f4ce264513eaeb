namespace AgentLoad.Agents.Execution;

/// <summary>Waits that may be cut short.</summary>
internal static class Delays
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>True where the whole time has passed, false where the wait was cut short.</summary>
    public static async Task<bool> TryDelayAsync(this TimeProvider timeProvider, TimeSpan time, CancellationToken cut)
    {
        if (time <= TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            return !cut.IsCancellationRequested;
        }

        await Task.Delay(time < Longest ? time : Longest, timeProvider, cut).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cut.IsCancellationRequested;
    }
}

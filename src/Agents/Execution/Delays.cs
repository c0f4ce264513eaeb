namespace AgentLoad.Agents.Execution;

/// <summary>Delays that can be cancelled without an exception.</summary>
internal static class Delays
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Returns true if the whole time has passed, false if it was cancelled.</summary>
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

using AgentLoad.Inference;

namespace AgentLoad.Agents.Sessions;

/// <summary>Pause before a retry.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Returns the pause of the workload, or the longer one that the server asks for (<c>Retry-After</c>), up to five minutes.
    /// </summary>
    public static TimeSpan Of(TimeSpan pause, CallResult failed)
    {
        var asked = failed.RetryAfter ?? TimeSpan.Zero;
        return asked <= pause ? pause
            : asked < MaxRetryAfter ? asked
            : MaxRetryAfter;
    }
}

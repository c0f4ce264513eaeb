namespace AgentLoad.Measurement.Runs;

/// <summary>Computes rates over the length of the measured window.</summary>
internal static class Rates
{
    private const double Hour = 3600,
        Day = 24 * Hour;

    /// <summary>Returns the throughput.</summary>
    /// <param name="tasks">Number of tasks that ended in the window.</param>
    /// <param name="calls">Calls that ended in the window.</param>
    /// <param name="seconds">Length of the window.</param>
    public static Throughput Of(long tasks, CallTotals calls, double seconds) =>
        new(
            Per(tasks * Hour, seconds),
            Per(calls.Calls, seconds),
            Per(calls.PromptTokens, seconds),
            Per(calls.CachedTokens, seconds),
            Per(calls.CompletionTokens, seconds),
            calls.GoodCalls > 0 ? Per(calls.TotalTokens * Day, seconds) : null
        );

    public static Goodput Good(long tasks, long calls, double seconds) =>
        new(tasks, calls, Per(tasks * Hour, seconds), Per(calls, seconds));

    private static double? Per(double? amount, double seconds) => seconds > 0 ? amount / seconds : null;
}

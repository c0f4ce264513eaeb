namespace AgentLoad.Measurement.Runs;

/// <summary>Computes rates over the length of the measured window.</summary>
internal static class Rates
{
    private const double Hour = 3600,
        Day = 24 * Hour;

    public static Throughput Of(TotalsSum window, long aborted, double seconds)
    {
        var sum = window.ToTotals();
        return new Throughput(
            Per((sum.Tasks - aborted) * Hour, seconds),
            Per(sum.Calls, seconds),
            Per(sum.PromptTokens, seconds),
            Per(sum.CachedTokens, seconds),
            Per(sum.CompletionTokens, seconds),
            Per(sum.TotalTokens * Day, seconds)
        );
    }

    public static Goodput Good(long tasks, long calls, double seconds) =>
        new(tasks, calls, Per(tasks * Hour, seconds), Per(calls, seconds));

    private static double? Per(double? amount, double seconds) => seconds > 0 ? amount / seconds : null;
}

namespace AgentLoad.Agents.Sessions;

/// <summary>Waves of calls: what a strategy asks for at once, and waits for as a whole.</summary>
public static class Waves
{
    /// <summary>Fewest calls that are worth the way to another host.</summary>
    public const int LeastPart = 4;

    /// <summary>Does a part of another host's wave with the task's plan. Its steps are not part of any record here.</summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Learns of calls as they happen; null for no one.</param>
    /// <param name="part">The calls.</param>
    /// <param name="stop">Stops the run.</param>
    public static async Task<IReadOnlyList<CarriedStep>> DoAsync(
        TaskPlan plan,
        RunClock clock,
        ICallObserver? observer,
        IReadOnlyList<CallSpec> part,
        CancellationToken stop
    )
    {
        using var kept = new CancellationTokenSource();
        var session = new TaskSession(plan with { Spread = null }, clock, observer, null, kept.Token, stop);
        try
        {
            await Task.WhenAll(part.Select(spec => session.CallAsync(spec, stop))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The calls are recorded as aborted.
        }

        return await session.CarryAsync().ConfigureAwait(false);
    }

    /// <summary>Cuts a wave into parts of nearly one size, one for each host, but none too small; one part stays where it is.</summary>
    internal static IReadOnlyList<CallSpec[]> Cut(IReadOnlyList<CallSpec> wave, int hosts)
    {
        var parts = Math.Clamp(wave.Count / LeastPart, 1, Math.Max(1, hosts));
        return [.. Enumerable.Range(0, parts).Select(part => wave.Where((_, i) => i % parts == part).ToArray())];
    }
}

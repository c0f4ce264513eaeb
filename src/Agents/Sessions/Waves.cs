namespace AgentLoad.Agents.Sessions;

/// <summary>Waves of calls: calls that a strategy requests together and awaits together.</summary>
internal static class Waves
{
    /// <summary>Minimum number of calls of a part that is sent to another host.</summary>
    public const int MinPartSize = 4;

    /// <summary>Runs a part of another host's wave. Its steps are returned, not recorded here.</summary>
    /// <param name="plan">The task.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="observer">Receives call events; null for none.</param>
    /// <param name="part">Calls of the part.</param>
    /// <param name="stop">Stops the run.</param>
    public static async Task<IReadOnlyList<StepSnapshot>> RunPartAsync(
        TaskPlan plan,
        RunClock clock,
        ICallObserver? observer,
        IReadOnlyList<CallSpec> part,
        CancellationToken stop
    )
    {
        using var neverSuspended = new CancellationTokenSource();
        var session = new TaskSession(plan with { Distributor = null }, clock, observer, null, neverSuspended.Token, stop);
        try
        {
            await Task.WhenAll(part.Select(spec => session.CallAsync(spec, stop))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The calls are recorded as aborted.
        }

        return await session.TakeSnapshotAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Splits a wave into parts of similar size, one for each host, but not below the minimum size; a single part is not distributed.
    /// </summary>
    internal static IReadOnlyList<CallSpec[]> Split(IReadOnlyList<CallSpec> wave, int hosts)
    {
        var parts = Math.Clamp(wave.Count / MinPartSize, 1, Math.Max(1, hosts));
        return [.. Enumerable.Range(0, parts).Select(part => wave.Where((_, i) => i % parts == part).ToArray())];
    }
}

namespace AgentLoad.Measurement.Sweeps;

/// <summary>What the steps of a sweep say together.</summary>
/// <param name="Knee">The largest level that met, and below which none failed; null where none did.</param>
/// <param name="FirstFailed">The smallest level that failed and that the client did not spoil; null where none did.</param>
/// <param name="ClientFailed">The smallest level between these two at which the client was the bottleneck; null where there is none.</param>
/// <param name="GaveIn">What gave in first; null where nothing did or nothing stands out.</param>
public sealed record SweepVerdict(double? Knee, double? FirstFailed, double? ClientFailed, string? GaveIn)
{
    /// <summary>Of a level that was tried several times the last try counts that the client did not spoil.</summary>
    public static SweepVerdict Of(IEnumerable<SweepStep> steps)
    {
        var levels = steps
            .GroupBy(step => step.Level)
            .Select(tries => tries.LastOrDefault(IsSound) ?? tries.Last())
            .OrderBy(step => step.Level)
            .ToArray();
        var failed = levels.FirstOrDefault(step => IsSound(step) && !step.Met);
        var met = levels.LastOrDefault(step => step.Met && !(step.Level > failed?.Level));
        var client = levels.FirstOrDefault(step => !IsSound(step) && step.Level > (met?.Level ?? 0) && !(step.Level > failed?.Level));
        return new SweepVerdict(
            met?.Level,
            failed?.Level,
            client?.Level,
                // A client that coped with more gave in by a disturbance only: then it is the servers' turn.
                failed is not null
                    ? Sweeps.GaveIn.Of(met, failed)
                : client is not null ? Sweeps.GaveIn.Of(met, client)
                : null
        );
    }

    private static bool IsSound(SweepStep step) => step.Invalid.Count == 0;
}

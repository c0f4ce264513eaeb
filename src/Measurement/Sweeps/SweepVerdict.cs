namespace AgentLoad.Measurement.Sweeps;

/// <summary>Overall result of the steps of a sweep.</summary>
/// <param name="Knee">Largest level that met every clause and below which no level failed; null if there is none.</param>
/// <param name="FirstFailed">Smallest level that failed, without levels limited by the load generator; null if none failed.</param>
/// <param name="ClientLimited">Smallest level above the knee at which the load generator was the bottleneck; null if there is none.</param>
/// <param name="LimitingResource">Resource that limited the load first; null if no level failed or if it cannot be determined.</param>
internal sealed record SweepVerdict(double? Knee, double? FirstFailed, double? ClientLimited, string? LimitingResource)
{
    /// <summary>Evaluates the steps. If a level was run several times, the last valid run counts.</summary>
    public static SweepVerdict Of(IEnumerable<SweepStep> steps)
    {
        var levels = steps
            .GroupBy(step => step.Level)
            .Select(runs => runs.LastOrDefault(IsValid) ?? runs.Last())
            .OrderBy(step => step.Level)
            .ToArray();
        var failed = levels.FirstOrDefault(step => IsValid(step) && !step.Met);
        var met = levels.LastOrDefault(step => step.Met && !(step.Level > failed?.Level));
        var invalid = levels.FirstOrDefault(step => !IsValid(step) && step.Level > (met?.Level ?? 0) && !(step.Level > failed?.Level));
        return new SweepVerdict(
            met?.Level,
            failed?.Level,
            invalid?.Level,
                // A load generator that handled a higher level was only disturbed temporarily, so the limiting resource is on the server
                // side.
                failed is not null
                    ? Sweeps.BottleneckFinder.Find(met, failed)
                : invalid is not null ? Sweeps.BottleneckFinder.Find(met, invalid)
                : null
        );
    }

    private static bool IsValid(SweepStep step) => step.Invalid.Count == 0;
}

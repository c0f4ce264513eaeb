using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>How the load grows with the level of a sweep. A sweep measures each level once, so the exponents have no intervals.</summary>
internal static class SweepGrowth
{
    private static readonly (string Name, Func<SweepStep, double?> Value)[] Metrics =
    [
        ("tokens_per_s", step => step.TokensPerSecond),
        ("calls_in_flight", step => step.CallsInFlight),
        ("latency_p50_s", step => step.LatencyP50Seconds),
        ("cost", step => step.Cost),
    ];

    /// <summary>Fits a law for each metric that at least three valid levels have.</summary>
    public static IEnumerable<(string Metric, GrowthLaw Law)> Of(SweepResult result) =>
        from metric in Metrics
        let law = GrowthLaw.Of([
            .. from step in result.Steps
            where step.Invalid.Count == 0 && metric.Value(step) is not null
            select new GrowthObservation("sweep", step.Level, metric.Value(step)!.Value),
        ])
        where law is not null
        select (metric.Name, law);
}

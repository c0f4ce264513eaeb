namespace AgentLoad.Measurement.Slo;

/// <summary>Units of SLO values with their factors. The factors are decimal so that 7% is exactly 0.07.</summary>
internal static class SloUnits
{
    public static IReadOnlyDictionary<string, decimal> Durations { get; } =
        new Dictionary<string, decimal>
        {
            [""] = 1,
            ["ms"] = 0.001m,
            ["s"] = 1,
            ["m"] = 60,
            ["h"] = 3600,
        };

    public static IReadOnlyDictionary<string, decimal> Shares { get; } = new Dictionary<string, decimal> { [""] = 1, ["%"] = 0.01m };

    public static IReadOnlyDictionary<string, decimal> Counts { get; } = new Dictionary<string, decimal> { [""] = 1 };
}

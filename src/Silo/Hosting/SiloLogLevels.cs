namespace AgentLoad.Silo.Hosting;

/// <summary>Default log levels of Orleans that differ from those of other libraries, as configuration.</summary>
internal static class SiloLogLevels
{
    /// <summary>The levels, by configuration key.</summary>
    public static IReadOnlyDictionary<string, string?> Defaults { get; } =
        new Dictionary<string, string?>
        {
            // Its warnings recommend the server GC, which needs several times the memory.
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",
            // It reports a stall of hours in its first round.
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error",
        };
}

namespace AgentLoad.Bench.Disturbance;

/// <summary>What happens to silos during the run.</summary>
internal enum DisturbanceKind
{
    /// <summary>One silo is killed (SIGKILL).</summary>
    Kill,

    /// <summary>One silo is frozen for a time (SIGSTOP, SIGCONT).</summary>
    Freeze,

    /// <summary>One silo is disconnected from the network. Needs root and iproute2.</summary>
    Cut,

    /// <summary>All silos are stopped (SIGTERM) and replaced, one after another.</summary>
    Replace,

    /// <summary>A silo joins.</summary>
    Join,
}

/// <summary>Which silo is disturbed.</summary>
internal enum Victim
{
    /// <summary>The silo that holds the run's grain.</summary>
    Grain,

    /// <summary>A silo that does not hold the run's grain.</summary>
    Other,
}

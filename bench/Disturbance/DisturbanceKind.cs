namespace AgentLoad.Bench.Disturbance;

/// <summary>What happens to silos during the run.</summary>
internal enum DisturbanceKind
{
    /// <summary>One silo is killed (SIGKILL).</summary>
    Kill,

    /// <summary>One silo is frozen (SIGSTOP).</summary>
    Freeze,

    /// <summary>One silo is disconnected from the network. Needs root and iproute2.</summary>
    Cut,

    /// <summary>All silos are stopped (SIGTERM) and replaced, one after another.</summary>
    Replace,
}

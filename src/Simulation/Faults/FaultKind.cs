namespace AgentLoad.Simulation.Faults;

/// <summary>What can go wrong with a call on purpose.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>503 at once, as when too many wait for a load.</summary>
    Overload,

    /// <summary>Silence in the middle of the reply.</summary>
    Stall,

    /// <summary>An error line in the middle of the reply, which ends it.</summary>
    Error,

    /// <summary>The connection is reset in the middle of the reply.</summary>
    Reset,

    /// <summary>One line of the reply is not JSON.</summary>
    Malformed,

    /// <summary>The first token comes late.</summary>
    Slow,

    /// <summary>The reply ends cleanly without its final line.</summary>
    Incomplete,
}

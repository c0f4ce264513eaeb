namespace AgentLoad.Simulation.Faults;

/// <summary>Kinds of injected faults.</summary>
internal enum FaultKind
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>An immediate 503, as when too many calls wait for a model load.</summary>
    Overload,

    /// <summary>A pause in the middle of the reply.</summary>
    Stall,

    /// <summary>An error line in the middle of the reply, which ends it.</summary>
    Error,

    /// <summary>A connection reset in the middle of the reply.</summary>
    Reset,

    /// <summary>A line of the reply that is not valid JSON.</summary>
    Malformed,

    /// <summary>A delayed first token.</summary>
    Slow,

    /// <summary>A clean end of the reply without its final line.</summary>
    Incomplete,
}

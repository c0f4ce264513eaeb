namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>Where a run on a cluster is.</summary>
public enum RunPhase
{
    /// <summary>Nobody ordered it.</summary>
    None,

    /// <summary>Silos connect to the model servers.</summary>
    Preparing,

    /// <summary>Every silo is connected; the word to begin is awaited.</summary>
    Prepared,

    /// <summary>Agents take tasks.</summary>
    Running,

    /// <summary>No new tasks; those under way may end.</summary>
    Draining,

    /// <summary>Tasks under way are aborted.</summary>
    Aborting,

    /// <summary>Every agent is done and every record is kept.</summary>
    Ended,

    /// <summary>It could not start.</summary>
    Refused,
}

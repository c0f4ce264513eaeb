namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>Where a run on a cluster is.</summary>
internal enum RunPhase
{
    /// <summary>The run was not started.</summary>
    None,

    /// <summary>Silos connect to the model servers.</summary>
    Preparing,

    /// <summary>Every silo is connected. The run waits for the client to start it.</summary>
    Prepared,

    /// <summary>Agents take tasks.</summary>
    Running,

    /// <summary>No new tasks start. Running tasks may end.</summary>
    Draining,

    /// <summary>Running tasks are aborted.</summary>
    Aborting,

    /// <summary>Every agent is done and every record is kept.</summary>
    Ended,

    /// <summary>It could not start.</summary>
    Refused,
}

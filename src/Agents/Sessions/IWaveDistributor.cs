namespace AgentLoad.Agents.Sessions;

/// <summary>
/// Distributes waves of a task over several hosts. A wave is a set of calls that are requested together and do not depend on each other.
/// </summary>
internal interface IWaveDistributor
{
    /// <summary>Current number of hosts, including this one.</summary>
    int HostCount { get; }

    /// <summary>Runs a part of a wave on one of the hosts; if that host is lost, it is run again on another.</summary>
    /// <param name="part">Calls of the part.</param>
    /// <param name="number">Index of the part, from 0. Different parts go to different hosts if there are enough.</param>
    /// <param name="cancellationToken">Cancels the part.</param>
    /// <returns>The steps of the calls, including retries. Step ids are those of the executing host; dependencies use the ids of the
    /// task.</returns>
    Task<IReadOnlyList<StepSnapshot>> RunAsync(IReadOnlyList<CallSpec> part, int number, CancellationToken cancellationToken);
}

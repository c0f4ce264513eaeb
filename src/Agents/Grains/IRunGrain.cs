using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One run on a cluster; its key is the run's id. It hands out tasks, watches over the agents' silos and knows when the run is over.</summary>
[Alias("agentload.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Has every silo connect to the model servers, and returns at once; asking again changes nothing.</summary>
    [Alias("Prepare")]
    Task PrepareAsync(RunSpec order);

    /// <summary>Begins the prepared run; asking again changes nothing.</summary>
    [Alias("Begin")]
    Task BeginAsync();

    /// <summary>The next task of an agent.</summary>
    [Alias("Next")]
    Task<AssignmentReply> NextAsync(AssignmentRequest ask);

    /// <summary>An agent has nothing more to do.</summary>
    /// <param name="agent">Its number.</param>
    /// <param name="incarnation">How often it was started.</param>
    /// <param name="unbegun">A task that it was handed and that the end of the run kept it from beginning, or null.</param>
    [Alias("Finished")]
    Task FinishedAsync(int agent, int incarnation, Ticket? unbegun);

    /// <summary>An agent leaves a silo that shuts down, with the task that it works on; it goes on elsewhere.</summary>
    [Alias("Leave")]
    Task LeaveAsync(int agent, AgentStatus status);

    /// <summary>A silo is about to leave the cluster: no agent is to begin there any more.</summary>
    [Alias("SiloLeaves")]
    Task SiloLeavesAsync(string silo);

    /// <summary>Takes what a silo counted, and says where the run is.</summary>
    [Alias("Report")]
    Task<RunPhase> ReportAsync(SiloReport report);

    /// <summary>A silo cannot do its part; its agents wait until it can.</summary>
    [Alias("Trouble")]
    Task ReportErrorAsync(string silo, string line);

    /// <summary>The run as it is now.</summary>
    [Alias("Progress")]
    Task<RunProgress> ProgressAsync();

    /// <summary>No new tasks; those under way may end within the grace time.</summary>
    [Alias("Drain")]
    Task DrainAsync();

    /// <summary>Aborts tasks under way.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>Forgets an ended run whose results are kept elsewhere.</summary>
    [Alias("Forget")]
    Task ForgetAsync();
}

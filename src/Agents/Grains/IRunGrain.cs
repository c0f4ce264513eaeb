using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One run on a cluster; its key is the run's id. It hands out tasks, monitors the agents' silos and ends the run.</summary>
[Alias("agentload.IRunGrain")]
internal interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Makes every silo connect to the model servers. Returns immediately. Repeating the call changes nothing.</summary>
    [Alias("Prepare")]
    Task PrepareAsync(RunSpec order);

    /// <summary>Starts the prepared run. Repeating the call changes nothing.</summary>
    [Alias("Begin")]
    Task BeginAsync();

    /// <summary>The next task of an agent.</summary>
    [Alias("Next")]
    Task<AssignmentReply> NextAsync(AssignmentRequest ask);

    /// <summary>An agent has stopped.</summary>
    /// <param name="agent">Its number.</param>
    /// <param name="incarnation">How often it was started.</param>
    /// <param name="unbegun">A task that the end of the run kept the agent from starting, or null.</param>
    [Alias("Finished")]
    Task FinishedAsync(int agent, int incarnation, Ticket? unbegun);

    /// <summary>An agent leaves a silo that shuts down. It continues its task on another silo.</summary>
    [Alias("Leave")]
    Task LeaveAsync(int agent, AgentStatus status);

    /// <summary>A silo is about to leave the cluster: no agent is started there any more.</summary>
    [Alias("SiloLeaves")]
    Task SiloLeavesAsync(string silo);

    /// <summary>Takes the report of a silo and returns the phase of the run.</summary>
    [Alias("Report")]
    Task<RunPhase> ReportAsync(SiloReport report);

    /// <summary>A silo cannot do its part. Its agents wait until it can.</summary>
    [Alias("Trouble")]
    Task ReportErrorAsync(string silo, string line);

    /// <summary>The current state of the run.</summary>
    [Alias("Progress")]
    Task<RunProgress> ProgressAsync();

    /// <summary>Starts no new tasks. Running tasks may end within the grace time.</summary>
    [Alias("Drain")]
    Task DrainAsync();

    /// <summary>Aborts running tasks.</summary>
    [Alias("Stop")]
    Task StopAsync();

    /// <summary>Deletes an ended run. Its results are saved elsewhere.</summary>
    [Alias("Forget")]
    Task ForgetAsync();
}

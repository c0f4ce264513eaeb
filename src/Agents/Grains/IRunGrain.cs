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

    /// <summary>Takes the news of a silo and hands out tasks to it. A repeated request gets the same reply.</summary>
    [Alias("Exchange")]
    Task<SiloReply> ExchangeAsync(SiloRequest request);

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

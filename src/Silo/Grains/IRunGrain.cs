using AgentLoad.Silo.Contracts;

namespace AgentLoad.Silo.Grains;

/// <summary>One run on a cluster; its key is the run's id. It hands out tasks, watches over the agents' silos and knows when the run is over.</summary>
[Alias("agentload.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run; asking again changes nothing. Gives why it cannot start, or null.</summary>
    [Alias("Start")]
    Task<string?> StartAsync(RunOrder order);

    /// <summary>The next task of an agent; null where there is nothing more for it, or its host was taken for dead.</summary>
    [Alias("Next")]
    Task<Ticket?> NextAsync(AgentAsk ask);

    /// <summary>An agent has nothing more to do.</summary>
    [Alias("Finished")]
    Task FinishedAsync(int agent, int incarnation);

    /// <summary>An agent leaves a silo that shuts down, with the task that it works on; it goes on elsewhere.</summary>
    [Alias("Leave")]
    Task LeaveAsync(int agent, int incarnation, Ticket? ticket);

    /// <summary>Takes what a silo counted, and says where the run is.</summary>
    [Alias("Report")]
    Task<RunPhase> ReportAsync(SiloReport report);

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

using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One agent of a run; its key is the agent's number and the run's id. It does tasks one after another.</summary>
[Alias("agentload.IAgentGrain")]
public interface IAgentGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Begins work and returns at once with the silo where it lives. Asking again with the same incarnation changes nothing.</summary>
    [Alias("Start")]
    Task<string> StartAsync(AgentStart start);

    /// <summary>What it does now.</summary>
    [Alias("Status")]
    Task<AgentStatus> StatusAsync();
}

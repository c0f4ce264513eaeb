using AgentLoad.Agents.Grains.Contracts;

namespace AgentLoad.Agents.Grains;

/// <summary>One agent of a run; its key is the agent's number and the run's id. It does one task after another.</summary>
[Alias("agentload.IAgentGrain")]
internal interface IAgentGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>
    /// Starts the agent and returns the address of its silo immediately. Repeating the call with the same incarnation changes nothing.
    /// </summary>
    [Alias("Start")]
    Task<string> StartAsync(AgentStart start);
}

using AgentLoad.Agents.Strategies;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Plugins;

namespace AgentLoad.Agents.UserAgents;

/// <summary>Finds the user's own agents and runs them as strategies.</summary>
internal static class UserAgentFactory
{
    /// <summary>Describes in one line why a type cannot be used as an agent; null if it can. Runs no user code.</summary>
    public static string? ErrorOf(UserType type) => UserTypes.ErrorOf(type, typeof(MeasuredAgent));

    /// <summary>Creates a strategy that solves each problem with a new instance of the agent.</summary>
    public static IStrategy Create(UserAgent agent) => new UserAgentStrategy(agent);
}

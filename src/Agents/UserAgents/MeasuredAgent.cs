using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Workloads;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// Base class of users' agents: derive from <see cref="ChatClients.ChatAgent"/>, <see cref="AgentFramework.FrameworkAgent"/> or
/// <see cref="SemanticKernel.KernelAgent"/>. Each task gets a new instance.
/// </summary>
public abstract class MeasuredAgent
{
    private protected MeasuredAgent() { }

    /// <summary>Works on a task until it has an answer or stops without one.</summary>
    /// <param name="run">The run of the task.</param>
    internal abstract Task<string?> RunAsync(AgentRun run);
}

/// <summary>One task of a user's agent.</summary>
/// <param name="Session">The task's session.</param>
/// <param name="Steps">The steps of the agent.</param>
/// <param name="Settings">The limits of the agent.</param>
internal sealed record AgentRun(Session Session, AgentSteps Steps, UserAgent Settings);

using AgentLoad.Agents.ChatClients;
using AgentLoad.Agents.UserAgents;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.AgentFramework;

/// <summary>
/// Base class for a user's agent on Microsoft Agent Framework. Each task gets a new instance. Calls of the agent to its model and functions
/// are measured and recorded as steps of the task.
/// </summary>
public abstract class FrameworkAgent : ChatAgent
{
    /// <summary>Creates the agent, for example a <c>ChatClientAgent</c>.</summary>
    /// <param name="model">The model. <see cref="AgentTask.ModelFor"/> returns those of other roles.</param>
    /// <param name="task">The task that the agent will work on.</param>
    public abstract AIAgent CreateAgent(IChatClient model, AgentTask task);

    /// <summary>Runs the agent once on the question and returns its text. Override it for several runs or several agents.</summary>
    /// <inheritdoc/>
    public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var agent = CreateAgent(model, task) ?? throw new InvalidOperationException($"{GetType().Name}.CreateAgent returned null");
        var response = await agent.RunAsync(task.Question, session: null, options: null, cancellationToken).ConfigureAwait(false);
        return response.Text;
    }
}

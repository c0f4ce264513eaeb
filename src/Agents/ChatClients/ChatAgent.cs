using AgentLoad.Agents.UserAgents;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.ChatClients;

/// <summary>
/// Base class for a user's agent on <see cref="IChatClient"/> (Microsoft.Extensions.AI). Each task gets a new instance. Calls to the model
/// and functions in <see cref="ChatOptions.Tools"/> are measured and recorded as steps of the task. The model invokes functions by itself.
/// </summary>
public abstract class ChatAgent : MeasuredAgent
{
    /// <summary>Works on a task until it has an answer or stops without one.</summary>
    /// <param name="model">The model. <see cref="AgentTask.ModelFor"/> returns those of other roles.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Cancelled when the task must end; pass it to every asynchronous call.</param>
    /// <returns>The answer, in the form that the question asks for; null for no answer.</returns>
    public abstract Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken);

    internal sealed override Task<string?> RunAsync(AgentRun run)
    {
        var functions = new MeasuredFunctions(run);
        var task = new AgentTask(
            run,
            model => new FunctionMeasuringChatClient(model.AsBuilder().UseFunctionInvocation().Build(), functions)
        );
        return SolveAsync(task.ModelFor("default"), task, run.Steps.EndToken);
    }
}

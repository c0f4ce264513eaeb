using AgentLoad.Agents.UserAgents;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// Base class for a user's agent on Semantic Kernel. Each task gets a new instance with its own kernel. Calls to the kernel's models and
/// functions are measured and recorded as steps of the task. Supported are <c>IChatCompletionService</c>, <c>InvokePromptAsync</c>, prompt
/// templates, function calling and filters.
/// </summary>
public abstract class KernelAgent : MeasuredAgent
{
    /// <summary>Adds plugins, filters and services to the kernel. The model is already registered.</summary>
    /// <param name="builder">Builder of the agent's kernel.</param>
    /// <param name="task">The task that the agent will work on.</param>
    public virtual void Configure(IKernelBuilder builder, AgentTask task) { }

    /// <summary>Works on a task until it has an answer or stops without one.</summary>
    /// <param name="kernel">The agent's own kernel.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Cancelled when the task must end; pass it to every asynchronous call.</param>
    /// <returns>The answer, in the form that the question asks for; null for no answer.</returns>
    public abstract Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken);

    internal sealed override Task<string?> RunAsync(AgentRun run)
    {
        var task = new AgentTask(run, static model => model.AsBuilder().UseKernelFunctionInvocation().Build());
        var builder = Kernel.CreateBuilder();
        var model = task.ModelFor("default");
        builder.Services.AddSingleton(model);
        builder.Services.AddSingleton(model.AsChatCompletionService());
        Configure(builder, task);

        // Registered last, so it is the innermost filter: it measures the function without the other filters.
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new MeasuringFilter(new MeasuredFunctions(run)));
        return SolveAsync(builder.Build(), task, run.Steps.EndToken);
    }
}

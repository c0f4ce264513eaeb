using Microsoft.SemanticKernel;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// An agent of the user's own. Every task gets a new one, with a kernel of its own. Calls to the kernel's models and functions are
/// measured and recorded as steps of the task, whatever is built on the kernel: function-call loops, filters, prompt templates,
/// chat completion agents.
/// </summary>
public abstract class KernelAgent
{
    /// <summary>Adds plugins, filters and services to the kernel; the model is there already.</summary>
    /// <param name="builder">The kernel to be.</param>
    /// <param name="task">What it will work on.</param>
    public virtual void Configure(IKernelBuilder builder, AgentTask task) { }

    /// <summary>Works on a task until it has an answer or gives up.</summary>
    /// <param name="kernel">The agent's own kernel.</param>
    /// <param name="task">What to work on.</param>
    /// <param name="cancellationToken">The task is given up: pass it on to whatever waits.</param>
    /// <returns>The answer, in the form that the question asks for; null to give up.</returns>
    public abstract Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken);
}

using AgentLoad.Agents.UserAgents;
using Microsoft.SemanticKernel;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>Innermost filter of an agent's kernel: measures each function.</summary>
/// <param name="functions">Runs the functions.</param>
internal sealed class MeasuringFilter(MeasuredFunctions functions) : IFunctionInvocationFilter
{
    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        // A prompt function is not a tool: its model call is a step. The class of prompt functions is not public.
        if (context.Function.GetType().Name == "KernelFunctionFromPrompt")
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var (result, isTruncated) = await functions
            .RunAsync(
                NameOf(context.Function),
                async () =>
                {
                    await next(context).ConfigureAwait(false);
                    return context.Result.GetValue<object>();
                },
                context.CancellationToken
            )
            .ConfigureAwait(false);
        if (isTruncated)
        {
            context.Result = new FunctionResult(context.Result, result);
        }
    }

    private static string NameOf(KernelFunction function) =>
        string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";
}

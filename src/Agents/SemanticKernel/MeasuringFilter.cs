using System.Text.Json;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;
using AgentLoad.Agents.Workloads;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// Innermost filter of an agent's kernel. Records each function as a step, limits its run time and truncates its result. An exception of a
/// function is rethrown to its caller.
/// </summary>
internal sealed class MeasuringFilter(Session session, AgentSteps steps, UserAgent agent) : IFunctionInvocationFilter
{
    public async Task OnFunctionInvocationAsync(
        Microsoft.SemanticKernel.FunctionInvocationContext context,
        Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task> next
    )
    {
        // A prompt function is not a tool: its model call is a step. The class of prompt functions is not public.
        if (context.Function.GetType().Name == "KernelFunctionFromPrompt")
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Exception? thrown = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, steps.EndToken);
        await steps
            .FunctionAsync(
                session,
                NameOf(context.Function),
                FunctionInvokingChatClient.CurrentContext?.CallContent.CallId,
                RunAsync,
                ending.Token
            )
            .ConfigureAwait(false);
        if (thrown is not null)
        {
            throw thrown;
        }

        async Task<ToolResult> RunAsync(CancellationToken cancellationToken)
        {
            try
            {
                await RunWithTimeoutAsync(() => next(context), cancellationToken).ConfigureAwait(false);
                return TruncateResult(context);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                thrown = exception;
                return new ToolResult("", $"{exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" "));
            }
        }
    }

    // Runs on the scheduler for user code: a function that blocks must not hold the agent beyond the timeout.
    private async Task RunWithTimeoutAsync(Func<Task> function, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = UserTaskScheduler.RunAsync(function, over.Token);
        var limit = session.PauseAsync(agent.FunctionTimeout, over.Token);
        var first = await Task.WhenAny(work, limit).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (first == work)
        {
            await work.ConfigureAwait(false);
            return;
        }

        _ = work.ContinueWith(left => _ = left.Exception, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        throw new TimeoutException($"not done within {agent.FunctionTimeout.TotalSeconds:0.###} s");
    }

    private ToolResult TruncateResult(Microsoft.SemanticKernel.FunctionInvocationContext context)
    {
        var value = context.Result.GetValue<object>();
        if (value is null || value.GetType().IsPrimitive)
        {
            return new ToolResult(value?.ToString() ?? "");
        }

        string text;
        try
        {
            text = SessionMessages.TextOf(value);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return new ToolResult("");
        }

        if (text.Length <= agent.FunctionResult)
        {
            return new ToolResult(text);
        }

        var cut = $"{text[..agent.FunctionResult]}… (cut: {text.Length} characters)";
        context.Result = new FunctionResult(context.Result, cut);
        return new ToolResult(cut, $"a result of {text.Length} characters was cut to {agent.FunctionResult}");
    }

    private static string NameOf(KernelFunction function) =>
        string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";
}

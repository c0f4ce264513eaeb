using System.Text.Json;
using AgentLoad.Agents.Sessions;
using AgentLoad.Agents.Tools;
using AgentLoad.Agents.Workloads;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace AgentLoad.Agents.SemanticKernel;

/// <summary>
/// Innermost filter of an agent's kernel: each function is a step, ends within its time, and returns no more than its share. What goes
/// wrong in a function is told to whoever called it, as without this filter.
/// </summary>
internal sealed class MeasuringFilter(Session session, AgentSteps steps, UserAgent agent) : IFunctionInvocationFilter
{
    public async Task OnFunctionInvocationAsync(
        Microsoft.SemanticKernel.FunctionInvocationContext context,
        Func<Microsoft.SemanticKernel.FunctionInvocationContext, Task> next
    )
    {
        // A prompt is no tool: the call that it makes is a step by itself. Its class is not public.
        if (context.Function.GetType().Name == "KernelFunctionFromPrompt")
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        Exception? thrown = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, steps.Ending);
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
                await WithinTimeAsync(() => next(context), cancellationToken).ConfigureAwait(false);
                return Limit(context);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                thrown = exception;
                return new ToolResult("", $"{exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" "));
            }
        }
    }

    // Elsewhere: a function that blocks must not hold the agent beyond its time.
    private async Task WithinTimeAsync(Func<Task> function, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = UserThreads.RunAsync(function, over.Token);
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

    private ToolResult Limit(Microsoft.SemanticKernel.FunctionInvocationContext context)
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

using System.Text.Json;
using AgentLoad.Agents.Tools;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// Runs the functions of a user's agent: records each as a step, limits its run time and truncates its result. An exception of a function
/// is rethrown to its caller.
/// </summary>
/// <param name="run">The run of the task.</param>
internal sealed class MeasuredFunctions(AgentRun run)
{
    /// <summary>Runs a function.</summary>
    /// <param name="name">Name of the step.</param>
    /// <param name="function">Runs the function.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Its result, and true if that is a truncated text.</returns>
    public async Task<(object? Result, bool IsTruncated)> RunAsync(
        string name,
        Func<Task<object?>> function,
        CancellationToken cancellationToken
    )
    {
        (object? Result, bool IsTruncated) result = default;
        Exception? thrown = null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.Steps.EndToken);
        await run
            .Steps.FunctionAsync(
                run.Session,
                name,
                FunctionInvokingChatClient.CurrentContext?.CallContent.CallId,
                RecordAsync,
                ending.Token
            )
            .ConfigureAwait(false);
        return thrown is null ? result : throw thrown;

        async Task<ToolResult> RecordAsync(CancellationToken stopping)
        {
            try
            {
                var value = await RunWithTimeoutAsync(function, stopping).ConfigureAwait(false);
                (result, var recorded) = Truncate(value);
                return recorded;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                thrown = exception;
                return new ToolResult("", $"{exception.GetType().Name}: {exception.Message}".ReplaceLineEndings(" "));
            }
        }
    }

    // Runs on the scheduler for user code: a function that blocks must not hold the agent beyond the timeout.
    private async Task<object?> RunWithTimeoutAsync(Func<Task<object?>> function, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = UserTaskScheduler.RunAsync(function, over.Token);
        var limit = run.Session.PauseAsync(run.Settings.FunctionTimeout, over.Token);
        var first = await Task.WhenAny(work, limit).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (first == work)
        {
            return await work.ConfigureAwait(false);
        }

        _ = work.ContinueWith(left => _ = left.Exception, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        throw new TimeoutException($"not done within {run.Settings.FunctionTimeout.TotalSeconds:0.###} s");
    }

    private ((object? Result, bool IsTruncated) Result, ToolResult Recorded) Truncate(object? value)
    {
        if (value is null || value.GetType().IsPrimitive)
        {
            return ((value, false), new ToolResult(value?.ToString() ?? ""));
        }

        string text;
        try
        {
            text = SessionMessages.TextOf(value);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return ((value, false), new ToolResult(""));
        }

        if (text.Length <= run.Settings.FunctionResult)
        {
            return ((value, false), new ToolResult(text));
        }

        var cut = $"{text[..run.Settings.FunctionResult]}… (cut: {text.Length} characters)";
        return ((cut, true), new ToolResult(cut, $"a result of {text.Length} characters was cut to {run.Settings.FunctionResult}"));
    }
}

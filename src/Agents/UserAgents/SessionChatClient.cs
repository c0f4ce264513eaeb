using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AgentLoad.Agents.Sessions;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.UserAgents;

/// <summary>
/// The chat client of a user's agent. Every call is made by the task's session, so the endpoints, retries, budgets and records of the
/// workload apply.
/// </summary>
/// <param name="session">The task's session.</param>
/// <param name="steps">The steps of the agent.</param>
/// <param name="role">Role that serves the calls; also the name of the calls in the records.</param>
internal sealed class SessionChatClient(Session session, AgentSteps steps, string role) : IChatClient
{
    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var reply = await CallAsync([.. messages], options, null, cancellationToken).ConfigureAwait(false);
        List<AIContent> said = reply.Text.Length > 0 ? [new TextContent(reply.Text)] : [];
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. said, .. OtherContents(reply)]))
        {
            FinishReason = ReasonOf(reply),
            Usage = UsageOf(reply),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        // If the caller stops reading, the call is cancelled and its connection closed, as without a session.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var texts = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        var call = CallAsync([.. messages], options, text => texts.Writer.TryWrite(text), reading.Token);
        _ = call.ContinueWith(_ => texts.Writer.Complete(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            await foreach (var text in texts.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text);
            }

            var reply = await call.ConfigureAwait(false);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [.. OtherContents(reply), new UsageContent(UsageOf(reply))])
            {
                FinishReason = ReasonOf(reply),
            };
        }
        finally
        {
            await reading.CancelAsync().ConfigureAwait(false);
            await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() { }

    private async Task<Reply> CallAsync(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions? options,
        Action<string>? onText,
        CancellationToken cancellationToken
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, steps.EndToken);
        var reply = await steps
            .CallAsync(
                session,
                SessionMessages.Of(role == "default" ? "chat" : role, messages, options) with
                {
                    Role = role,
                    OnText = onText,
                },
                ending.Token
            )
            .ConfigureAwait(false);
        return reply.IsGood ? reply : throw new ModelCallException(reply.Error ?? "the call failed");
    }

    private static IEnumerable<AIContent> OtherContents(Reply reply)
    {
        if (reply.Thinking.Length > 0)
        {
            yield return new TextReasoningContent(reply.Thinking);
        }

        foreach (var call in reply.ToolCalls)
        {
            yield return FunctionCallContent.CreateFromParsedArguments(
                call.Arguments,
                call.Id,
                call.Name,
                static text => System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object?>>(text)
            );
        }
    }

    private static ChatFinishReason ReasonOf(Reply reply) =>
        reply.IsTruncated ? ChatFinishReason.Length
        : reply.ToolCalls.Count > 0 ? ChatFinishReason.ToolCalls
        : ChatFinishReason.Stop;

    private static UsageDetails UsageOf(Reply reply) =>
        new()
        {
            InputTokenCount = reply.PromptTokens,
            OutputTokenCount = reply.CompletionTokens,
            TotalTokenCount = reply.PromptTokens + reply.CompletionTokens,
        };
}

/// <summary>A model call failed. The message has the outcome and the reason. If an agent does not catch it, its task fails.</summary>
internal sealed class ModelCallException(string message) : Exception(message);

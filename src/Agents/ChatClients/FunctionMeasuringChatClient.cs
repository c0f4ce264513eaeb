using AgentLoad.Agents.UserAgents;
using Microsoft.Extensions.AI;

namespace AgentLoad.Agents.ChatClients;

/// <summary>Outermost client of an agent: the functions of a call are measured when the model invokes them.</summary>
/// <param name="inner">Invokes the functions.</param>
/// <param name="functions">Measures them.</param>
internal sealed class FunctionMeasuringChatClient(IChatClient inner, MeasuredFunctions functions) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => base.GetResponseAsync(messages, Measured(options), cancellationToken);

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => base.GetStreamingResponseAsync(messages, Measured(options), cancellationToken);

    private ChatOptions? Measured(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        var measured = options.Clone();
        measured.Tools = [.. tools.Select(tool => tool is AIFunction function ? new MeasuredFunction(function, functions) : tool)];
        return measured;
    }

    private sealed class MeasuredFunction(AIFunction inner, MeasuredFunctions functions) : DelegatingAIFunction(inner)
    {
        protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            (
                await functions
                    .RunAsync(Name, () => base.InvokeCoreAsync(arguments, cancellationToken).AsTask(), cancellationToken)
                    .ConfigureAwait(false)
            ).Result;
    }
}

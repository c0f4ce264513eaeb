using System.Runtime.CompilerServices;
using AgentLoad.Inference.ChatClient;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace AgentLoad.Inference.Tests.ChatClient;

using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

/// <summary>A user-defined chat client factory.</summary>
public sealed class OllamaSharpFactory : IChatClientFactory
{
    public IChatClient Create(ChatClientSettings settings) => new OllamaApiClient(settings.Url);
}

public sealed class ThrowingFactory : IChatClientFactory
{
    public IChatClient Create(ChatClientSettings settings) => throw new InvalidOperationException("no such account");
}

/// <summary>A chat client with a scripted stream that ignores cancellation.</summary>
internal sealed class ScriptedChatClient(Func<IAsyncEnumerable<ChatResponseUpdate>> stream) : IChatClient
{
    public static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text);

    public static ChatResponseUpdate Final(ChatFinishReason reason) =>
        new(
            ChatRole.Assistant,
            [
                new UsageContent(
                    new UsageDetails
                    {
                        InputTokenCount = 9,
                        OutputTokenCount = 3,
                        CachedInputTokenCount = 4,
                    }
                ),
            ]
        )
        {
            FinishReason = reason,
        };

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var update in stream())
        {
            yield return update;
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}

using AgentLoad.Inference;

namespace AgentLoad.Simulation.Tokens;

/// <summary>
/// Turns a conversation into prompt tokens as a chat template does: a beginning, four tokens around each message, three that open the
/// answer. A model's answer sent back gives the same tokens as it had when it was produced, so a growing conversation keeps its prefix.
/// </summary>
public static class ChatTemplate
{
    /// <summary>Id of the token that ends a message, and so an answer.</summary>
    public const int EndOfMessage = 2;

    private const int Beginning = 1;

    /// <summary>Ids of the whole prompt. Tools come first.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="tools">Tools offered.</param>
    /// <param name="imageTokens">Tokens that one image takes.</param>
    public static int[] Encode(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ToolDefinition> tools, int imageTokens = 500)
    {
        var ids = new List<int> { Beginning };
        foreach (var tool in tools)
        {
            Tokenizer.Encode(tool.Name, ids);
            Tokenizer.Encode(tool.Description, ids);
            Tokenizer.Encode(tool.ParametersSchema, ids);
        }

        // A last message of the model is not finished: it goes on there, as Ollama's templates and continue_final_message have it.
        var begun = messages is [.., { Role: ChatRole.Assistant, ToolCalls.Count: 0 } last] ? last : null;
        foreach (var message in messages)
        {
            Open(message.Role, ids);
            foreach (var image in message.Images)
            {
                ids.AddRange(Enumerable.Repeat(Fold(image.Span), imageTokens));
            }

            Tokenizer.Encode(message.Content, ids);
            foreach (var call in message.ToolCalls)
            {
                Tokenizer.Encode(ToolCallText(call), ids);
            }

            if (!ReferenceEquals(message, begun))
            {
                ids.Add(EndOfMessage);
            }
        }

        if (begun is null)
        {
            Open(ChatRole.Assistant, ids);
        }

        return [.. ids];
    }

    /// <summary>A tool call as the model writes it.</summary>
    public static string ToolCallText(ToolCall call) => $"{{\"name\":\"{call.Name}\",\"arguments\":{call.Arguments}}}";

    private static void Open(ChatRole role, List<int> ids) => ids.AddRange([10, 16 + (int)role, 11]);

    private static int Fold(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var unit in bytes)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return 256 + (int)(hash & 0x1FFFF);
    }
}

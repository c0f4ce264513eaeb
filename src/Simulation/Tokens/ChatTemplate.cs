using AgentLoad.Inference;

namespace AgentLoad.Simulation.Tokens;

/// <summary>
/// Converts a conversation to prompt tokens like a chat template: a start token, four tokens around each message, three that open the
/// answer. An answer that is sent back gives the tokens with which it was produced, so a growing conversation keeps its prefix.
/// </summary>
internal static class ChatTemplate
{
    /// <summary>Id of the token that ends a message.</summary>
    public const int EndOfMessage = 2;

    private const int Beginning = 1;

    /// <summary>Returns the token ids of the prompt. Tools come first.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="tools">Offered tools.</param>
    /// <param name="imageTokens">Tokens of one image.</param>
    public static int[] Encode(IReadOnlyList<ChatMessage> messages, IReadOnlyList<ToolDefinition> tools, int imageTokens = 500)
    {
        var ids = new List<int> { Beginning };
        foreach (var tool in tools)
        {
            Tokenizer.Encode(tool.Name, ids);
            Tokenizer.Encode(tool.Description, ids);
            Tokenizer.Encode(tool.ParametersSchema, ids);
        }

        // A last message of the model is continued, as in Ollama's templates and with continue_final_message.
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

    /// <summary>Formats a tool call as the model writes it.</summary>
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

using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

/// <summary>Converts a call request to the types of <see cref="IChatClient"/>.</summary>
internal static class ChatMessages
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>Returns the messages of the conversation.</summary>
    public static List<ChatMessage> Of(CallRequest request) => [.. request.Messages.Select(Of)];

    /// <summary>Returns the chat options. The model is set for every call because clients are shared by models.</summary>
    public static ChatOptions OptionsOf(CallRequest request) =>
        new()
        {
            ModelId = request.Model,
            MaxOutputTokens = request.Options.MaxTokens,
            Temperature = (float?)request.Options.Temperature,
            TopP = (float?)request.Options.TopP,
            Seed = request.Options.Seed,
            StopSequences = request.Options.Stop.Count > 0 ? [.. request.Options.Stop] : null,
            ResponseFormat = request.Options.Json ? ChatResponseFormat.Json : null,
            Tools = request.Tools.Count > 0 ? [.. request.Tools.Select(tool => (AITool)new ToolDeclaration(tool))] : null,
        };

    /// <summary>Converts a tool call requested by the model.</summary>
    public static ToolCall Of(FunctionCallContent call) =>
        new(call.CallId, call.Name, call.Arguments is { } arguments ? JsonSerializer.Serialize(arguments, Compact) : "{}");

    private static ChatMessage Of(Inference.ChatMessage message)
    {
        if (message.Role is Inference.ChatRole.Tool)
        {
            return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId ?? "", message.Content)]);
        }

        var result = new ChatMessage(RoleOf(message.Role), message.Content);
        foreach (var call in message.ToolCalls)
        {
            result.Contents.Add(new FunctionCallContent(call.Id, call.Name, ArgumentsOf(call.Arguments)));
        }

        foreach (var image in message.Images)
        {
            result.Contents.Add(
                new DataContent(image, image.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? "image/jpeg" : "image/png")
            );
        }

        return result;
    }

    private static ChatRole RoleOf(Inference.ChatRole role) =>
        role switch
        {
            Inference.ChatRole.System => ChatRole.System,
            Inference.ChatRole.Assistant => ChatRole.Assistant,
            _ => ChatRole.User,
        };

    // Invalid arguments are sent back to the model unchanged, in the same form as the native client uses.
    private static Dictionary<string, object?> ArgumentsOf(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, object? (p) => p.Value.Clone());
            }
        }
        catch (JsonException)
        {
            // Invalid JSON is sent as text below.
        }

        return new() { ["invalid"] = arguments };
    }

    private sealed class ToolDeclaration(ToolDefinition tool) : AIFunctionDeclaration
    {
        public override string Name => tool.Name;

        public override string Description => tool.Description;

        public override JsonElement JsonSchema { get; } = JsonElement.Parse(tool.ParametersSchema);
    }
}

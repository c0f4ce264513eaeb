using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentLoad.Inference.ChatClient;

using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

/// <summary>Turns a call's request into what an <see cref="IChatClient"/> takes.</summary>
internal static class ChatMessages
{
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>The conversation.</summary>
    public static List<ChatMessage> Of(CallRequest request) => [.. request.Messages.Select(Of)];

    /// <summary>How to generate. The model is named with every call: clients share what they have selected.</summary>
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
            Tools = request.Tools.Count > 0 ? [.. request.Tools.Select(tool => (AITool)new OfferedTool(tool))] : null,
        };

    /// <summary>A tool call that a model asks for.</summary>
    public static ToolCall Of(FunctionCallContent call) =>
        new(call.CallId, call.Name, call.Arguments is { } arguments ? JsonSerializer.Serialize(arguments, Compact) : "{}");

    private static ChatMessage Of(Inference.ChatMessage message)
    {
        if (message.Role is Inference.ChatRole.Tool)
        {
            return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(message.ToolCallId ?? "", message.Content)]);
        }

        var said = new ChatMessage(RoleOf(message.Role), message.Content);
        foreach (var call in message.ToolCalls)
        {
            said.Contents.Add(new FunctionCallContent(call.Id, call.Name, ArgumentsOf(call.Arguments)));
        }

        foreach (var image in message.Images)
        {
            said.Contents.Add(new DataContent(image, image.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? "image/jpeg" : "image/png"));
        }

        return said;
    }

    private static ChatRole RoleOf(Inference.ChatRole role) =>
        role switch
        {
            Inference.ChatRole.System => ChatRole.System,
            Inference.ChatRole.Assistant => ChatRole.Assistant,
            _ => ChatRole.User,
        };

    // A model's broken arguments go back to it as they were, in the form that the native client gives them.
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
            // Falls through to the text form.
        }

        return new() { ["invalid"] = arguments };
    }

    private sealed class OfferedTool(ToolDefinition tool) : AIFunctionDeclaration
    {
        public override string Name => tool.Name;

        public override string Description => tool.Description;

        public override JsonElement JsonSchema { get; } = JsonElement.Parse(tool.ParametersSchema);
    }
}

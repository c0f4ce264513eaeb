using AgentLoad.Agents.Sessions;
using AgentLoad.Inference;
using AgentLoad.Inference.ChatClient;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace AgentLoad.Agents.UserAgents;

/// <summary>Converts chat client requests of an agent to session calls.</summary>
internal static class SessionMessages
{
    /// <summary>Creates a call without a key.</summary>
    public static CallSpec Of(string name, IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
        new(name, "", [.. Instructions(options), .. messages.SelectMany(Of)])
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            MaxTokens = options?.MaxOutputTokens,
            Stop = options?.StopSequences is { } stop ? [.. stop] : [],
            Json = options?.ResponseFormat is ChatResponseFormatJson,
            Tools =
            [
                .. (options?.Tools ?? [])
                    .OfType<AIFunctionDeclaration>()
                    .Select(tool => new ToolDefinition(tool.Name, tool.Description, tool.JsonSchema.GetRawText())),
            ],
        };

    /// <summary>Returns the result of a function as text for the model: strings unchanged, everything else as JSON.</summary>
    public static string TextOf(object? result) =>
        result switch
        {
            null => "",
            string text => text,
            System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.String } text => text.GetString()!,
            _ => System.Text.Json.JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
        };

    private static IEnumerable<Inference.ChatMessage> Instructions(ChatOptions? options) =>
        string.IsNullOrWhiteSpace(options?.Instructions) ? [] : [Inference.ChatMessage.System(options.Instructions)];

    private static IEnumerable<Inference.ChatMessage> Of(ChatMessage message)
    {
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            yield return new Inference.ChatMessage(
                Inference.ChatRole.Tool,
                result.Exception is { } e ? $"Error: {e.Message}" : TextOf(result.Result)
            )
            {
                ToolCallId = result.CallId,
            };
        }

        if (results.Count > 0)
        {
            yield break;
        }

        yield return new Inference.ChatMessage(RoleOf(message.Role), message.Text)
        {
            ToolCalls = [.. message.Contents.OfType<FunctionCallContent>().Select(ChatMessages.Of)],
            Images =
            [
                .. message.Contents.OfType<DataContent>().Where(data => data.HasTopLevelMediaType("image")).Select(data => data.Data),
            ],
        };
    }

    private static Inference.ChatRole RoleOf(ChatRole role) =>
        role == ChatRole.System ? Inference.ChatRole.System
        : role == ChatRole.Assistant ? Inference.ChatRole.Assistant
        : role == ChatRole.Tool ? Inference.ChatRole.Tool
        : Inference.ChatRole.User;
}

using System.Text;
using System.Text.Json;
using AgentLoad.Agents.Problems;
using AgentLoad.Inference;

namespace AgentLoad.Agents.Strategies.ReAct;

/// <summary>The prompts of a ReAct agent, for text actions or native tool use.</summary>
internal static class ReActPrompts
{
    /// <summary>Requests the action that is missing in the previous reply.</summary>
    public const string AskAgain = "No action could be read. Reply with one line only, Action: name[{json}] or Final Answer: the answer";

    /// <summary>The observation if the repeated request failed too.</summary>
    public const string Invalid = "Observation: Invalid action.";

    /// <summary>Returns the first message for text actions.</summary>
    public static ChatMessage Text(Problem problem) =>
        ChatMessage.User(
            Tools(problem)
                + """

                Think step by step, one step a reply. In each reply write either

                Thought: what you know and what you need next
                Action: name[{"argument": "value"}]

                and wait for the observation, or, once you know the answer,

                Thought: why you know it
                Final Answer: the answer
                """
        );

    /// <summary>Returns the question and the tools with their arguments.</summary>
    public static string Tools(Problem problem)
    {
        var text = new StringBuilder(problem.QuestionWithExamples).Append("\n\nTools:\n");
        foreach (var tool in problem.Tools)
        {
            var definition = tool.Definition;
            text.Append($"- {definition.Name}({string.Join(", ", Arguments(definition))}): {definition.Description}\n");
        }

        return text.ToString();
    }

    /// <summary>Returns the first message for native tool use.</summary>
    public static ChatMessage Native(Problem problem) =>
        ChatMessage.User(
            $"{problem.QuestionWithExamples}\n\nCall one tool at a time until you know the answer. "
                + "Then reply with one line, Final Answer: the answer"
        );

    /// <summary>Returns the message with the result of a tool call.</summary>
    public static ChatMessage Observed(ToolCall call, string text, bool isNative) =>
        isNative
            ? new ChatMessage(ChatRole.Tool, text) { ToolCallId = call.Id, ToolName = call.Name }
            : ChatMessage.User($"Observation: {text}");

    private static string[] Arguments(ToolDefinition tool)
    {
        using var schema = JsonDocument.Parse(tool.ParametersSchema);
        return schema.RootElement.ValueKind == JsonValueKind.Object && schema.RootElement.TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(p => p.Name)]
            : [];
    }
}

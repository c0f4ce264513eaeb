using System.Text.Json;
using AgentLoad.Inference;

namespace AgentLoad.Simulation.Http;

/// <summary>Parses messages and tools, which are similar in both APIs.</summary>
internal static class ConversationReader
{
    public static List<ChatMessage> Messages(RequestReader reader, string goType) =>
        [.. reader.Array("messages", goType).Select(message => Message(reader, message))];

    public static List<ToolDefinition> Tools(RequestReader reader) =>
        [
            .. reader
                .Array("tools", "api.Tools")
                .Select(tool => RequestReader.Field(tool, "function"))
                .OfType<JsonElement>()
                .Select(function => new ToolDefinition(
                    reader.Text(function, "name", "tools.function.name") ?? "",
                    reader.Text(function, "description", "tools.function.description") ?? "",
                    RequestReader.Field(function, "parameters")?.GetRawText() ?? "{}"
                )),
        ];

    private static ChatMessage Message(RequestReader reader, JsonElement message)
    {
        var role = reader.Text(message, "role", "messages.role") switch
        {
            "system" => ChatRole.System,
            "assistant" => ChatRole.Assistant,
            "tool" => ChatRole.Tool,
            _ => ChatRole.User,
        };
        var images = new List<ReadOnlyMemory<byte>>();
        return new(role, Content(reader, message, images))
        {
            ToolCalls = [.. Items(message, "tool_calls").Select((call, index) => Call(call, index)).OfType<ToolCall>()],
            ToolCallId = reader.Text(message, "tool_call_id", "messages.tool_call_id"),
            ToolName = reader.Text(message, "tool_name", "messages.tool_name"),
            Images =
            [
                .. images,
                .. Items(message, "images")
                    .Where(image => image.ValueKind == JsonValueKind.String)
                    .Select(image => Bytes(image.GetString()!)),
            ],
        };
    }

    private static string Content(RequestReader reader, JsonElement message, List<ReadOnlyMemory<byte>> images)
    {
        if (RequestReader.Field(message, "content") is not { ValueKind: JsonValueKind.Array } parts)
        {
            return reader.Text(message, "content", "messages.content") ?? "";
        }

        images.AddRange(
            parts
                .EnumerateArray()
                .Select(part => RequestReader.Field(part, "image_url"))
                .OfType<JsonElement>()
                .Select(image => Bytes(image.GetRawText()))
        );
        return string.Concat(parts.EnumerateArray().Select(part => reader.Text(part, "text", "messages.content.text") ?? ""));
    }

    private static ToolCall? Call(JsonElement call, int index)
    {
        if (RequestReader.Field(call, "function") is not { } function || RequestReader.Field(function, "name") is not { } name)
        {
            return null;
        }

        var arguments = RequestReader.Field(function, "arguments");
        return new(
            RequestReader.Field(call, "id")?.ToString() ?? $"call_{index}",
            name.ToString(),
            arguments is { ValueKind: JsonValueKind.String } text ? text.GetString()! : arguments?.GetRawText() ?? "{}"
        );
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        RequestReader.Field(element, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    // A simulated model only needs the size and identity of an image, so the encoded form is sufficient.
    private static ReadOnlyMemory<byte> Bytes(string encoded) => System.Text.Encoding.ASCII.GetBytes(encoded);
}

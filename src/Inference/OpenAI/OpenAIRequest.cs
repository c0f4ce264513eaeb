using System.Text.Json;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.OpenAI;

/// <summary>Writes <c>/v1/chat/completions</c> requests.</summary>
internal static class OpenAIRequest
{
    /// <summary>Writes a streaming chat request that requests usage in the final chunk.</summary>
    /// <param name="request">Call.</param>
    /// <param name="shape">Fields to leave out, rename and add.</param>
    public static PooledBuffer Chat(CallRequest request, RequestShape shape) =>
        JsonWriterExtensions.Object(
            writer =>
            {
                var options = request.Options;
                writer.WriteString("model", request.Model);
                writer.WriteStartArray("messages");
                foreach (var message in request.Messages)
                {
                    Message(writer, message);
                }

                writer.WriteEndArray();
                if (request.Messages is [.., { Role: ChatRole.Assistant, ToolCalls.Count: 0 }])
                {
                    // The model continues its last message: vLLM and SGLang require these options, llama-server does it by default.
                    writer.Optional(shape.NameOf("continue_final_message"), true);
                    writer.Optional(shape.NameOf("add_generation_prompt"), false);
                }
                writer.Tools(shape.NameOf("tools"), request.Tools);
                writer.WriteBoolean("stream", true);
                if (shape.NameOf("stream_options") is { } streamOptions)
                {
                    writer.WriteStartObject(streamOptions);
                    writer.WriteBoolean("include_usage", true);
                    writer.WriteEndObject();
                }

                writer.Optional(shape.NameOf("max_tokens"), (long)options.MaxTokens);
                if (options.FixedLength)
                {
                    // Generates past the end-of-sequence token on vLLM, SGLang and llama-server; other servers ignore the options.
                    writer.Optional(shape.NameOf("min_tokens"), (long)options.MaxTokens);
                    writer.Optional(shape.NameOf("ignore_eos"), true);
                }
                writer.Optional(shape.NameOf("temperature"), options.Temperature);
                writer.Optional(shape.NameOf("top_p"), options.TopP);
                writer.Optional(shape.NameOf("seed"), options.Seed);
                writer.Optional(shape.NameOf("stop"), options.Stop);
                if (options.Json && shape.NameOf("response_format") is { } format)
                {
                    Format(writer, format);
                }

                if (options.Think is { } think)
                {
                    Thinking(writer, think, shape);
                }

                writer.Fields(shape.Body);
            },
            JsonWriterExtensions.SizeOf(request)
        );

    private static void Format(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", "json_object");
        writer.WriteEndObject();
    }

    // Effort is a field of the API; on and off are an argument of the chat template on vLLM, SGLang and llama-server.
    private static void Thinking(Utf8JsonWriter writer, ThinkLevel think, RequestShape shape)
    {
        if (think.Effort() is { } effort && shape.NameOf("reasoning_effort") is { } effortName)
        {
            writer.WriteString(effortName, effort);
        }

        if (think.Effort() is null && shape.NameOf("chat_template_kwargs") is { } arguments)
        {
            writer.WriteStartObject(arguments);
            writer.WriteBoolean("enable_thinking", think is not ThinkLevel.Off);
            writer.WriteEndObject();
        }
    }

    private static void Message(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Name());
        if (message.Images.Count == 0)
        {
            writer.WriteText("content", message.Content);
        }
        else
        {
            Parts(writer, message);
        }

        if (message.ToolCalls.Count > 0)
        {
            ToolCalls(writer, message.ToolCalls);
        }

        if (message.ToolCallId is { } id)
        {
            writer.WriteString("tool_call_id", id);
        }

        writer.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartArray("content");
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", message.Content);
        writer.WriteEndObject();
        foreach (var image in message.Images)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "image_url");
            writer.WriteStartObject("image_url");
            writer.WriteString("url", $"data:{MediaType(image.Span)};base64,{Convert.ToBase64String(image.Span)}");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void ToolCalls(Utf8JsonWriter writer, IReadOnlyList<ToolCall> calls)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.Id);
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            writer.WriteString("arguments", call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static string MediaType(ReadOnlySpan<byte> image) =>
        image switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
            [0xFF, 0xD8, ..] => "image/jpeg",
            [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "image/webp",
            _ => "application/octet-stream",
        };
}

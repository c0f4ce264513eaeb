using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Transport;

namespace AgentLoad.Inference.Ollama;

/// <summary>Writes <c>/api/chat</c> requests.</summary>
internal static class OllamaRequest
{
    /// <summary>
    /// Writes a streaming chat request. <c>truncate</c> is off so that a prompt longer than the context fails; a truncated prompt would be
    /// measured with a wrong length.
    /// </summary>
    /// <param name="request">Call.</param>
    /// <param name="shape">Fields to leave out, rename and add; added "options" are merged with those of the call.</param>
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
                writer.Tools(shape.NameOf("tools"), request.Tools);
                writer.WriteBoolean("stream", true);
                writer.Optional(shape.NameOf("truncate"), false);
                if (options.Json && shape.NameOf("format") is { } format)
                {
                    writer.WriteString(format, "json");
                }

                Think(writer, shape.NameOf("think"), options.Think);
                KeepAlive(writer, options.KeepAlive);
                writer.WriteStartObject("options");
                Options(writer, options, shape);
                writer.WriteEndObject();
                writer.Fields(shape.Body.Where(field => field.Key != "options"));
            },
            JsonWriterExtensions.SizeOf(request)
        );

    private static void Options(Utf8JsonWriter writer, GenerationOptions options, RequestShape shape)
    {
        var added = shape.Body.TryGetValue("options", out string? json) ? JsonNode.Parse(json) as JsonObject : null;
        string? NameOf(string field) => added?.ContainsKey(field) == true ? null : shape.NameOf(field);
        writer.Optional(NameOf("num_predict"), (long)options.MaxTokens);
        writer.Optional(NameOf("num_ctx"), options.ContextLength);
        writer.Optional(NameOf("temperature"), options.Temperature);
        writer.Optional(NameOf("top_p"), options.TopP);
        writer.Optional(NameOf("seed"), options.Seed);
        writer.Optional(NameOf("stop"), options.Stop);
        writer.Fields(added?.Select(field => KeyValuePair.Create(field.Key, field.Value?.ToJsonString() ?? "null")) ?? []);
    }

    // true and false, or the effort for models such as gpt-oss.
    private static void Think(Utf8JsonWriter writer, string? name, ThinkLevel? level)
    {
        if (name is null || level is not { } think)
        {
            return;
        }

        if (think.Effort() is { } effort)
        {
            writer.WriteString(name, effort);
        }
        else
        {
            writer.WriteBoolean(name, think is not ThinkLevel.Off);
        }
    }

    /// <summary>Writes a chat request without messages: the server loads the model and replies with <c>done_reason: load</c>.</summary>
    public static PooledBuffer Load(string model, GenerationOptions options) =>
        JsonWriterExtensions.Object(writer =>
        {
            writer.WriteString("model", model);
            KeepAlive(writer, options.KeepAlive);
            writer.WriteStartObject("options");
            writer.Optional("num_ctx", options.ContextLength);
            writer.WriteEndObject();
        });

    private static void Message(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role", message.Role.Name());
        writer.WriteText("content", message.Content);
        if (message.ToolCalls.Count > 0)
        {
            ToolCalls(writer, message.ToolCalls);
        }

        if (message.ToolName is { } tool)
        {
            writer.WriteString("tool_name", tool);
        }

        if (message.ToolCallId is { } id)
        {
            writer.WriteString("tool_call_id", id);
        }

        if (message.Images.Count > 0)
        {
            writer.WriteStartArray("images");
            foreach (var image in message.Images)
            {
                writer.WriteBase64StringValue(image.Span);
            }

            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void ToolCalls(Utf8JsonWriter writer, IReadOnlyList<ToolCall> calls)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            writer.WriteStartObject();
            writer.WriteString("id", call.Id);
            writer.WriteStartObject("function");
            writer.WriteString("name", call.Name);
            Arguments(writer, call.Arguments);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    // The server requires an object and otherwise rejects the call. Invalid arguments are sent back to the model unchanged.
    private static void Arguments(Utf8JsonWriter writer, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                writer.WritePropertyName("arguments");
                document.RootElement.WriteTo(writer);
                return;
            }
        }
        catch (JsonException)
        {
            // Invalid JSON is sent as text below.
        }
        writer.WriteStartObject("arguments");
        writer.WriteString("invalid", arguments);
        writer.WriteEndObject();
    }

    // Ollama requires a unit in a string ("5m"); a number without a unit ("-1", "0") must be a JSON number.
    private static void KeepAlive(Utf8JsonWriter writer, string? keepAlive)
    {
        if (double.TryParse(keepAlive, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            writer.WriteNumber("keep_alive", seconds);
        }
        else if (keepAlive is not null)
        {
            writer.WriteString("keep_alive", keepAlive);
        }
    }
}

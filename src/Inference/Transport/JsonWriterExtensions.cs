using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentLoad.Inference.Transport;

/// <summary>Helpers for writing requests: UTF-8 with minimal escaping; null values are omitted.</summary>
internal static class JsonWriterExtensions
{
    // A larger request grows its buffer.
    private const long MaxSizeHint = 1 << 26;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a JSON object to a pooled buffer.</summary>
    /// <param name="properties">Writes the properties.</param>
    /// <param name="sizeHint">Expected size in bytes; 0 if unknown.</param>
    public static PooledBuffer Object(Action<Utf8JsonWriter> properties, int sizeHint = 0) =>
        Value(
            writer =>
            {
                writer.WriteStartObject();
                properties(writer);
                writer.WriteEndObject();
            },
            sizeHint
        );

    /// <summary>Writes a JSON value to a pooled buffer.</summary>
    /// <param name="write">Writes the value.</param>
    /// <param name="sizeHint">Expected size in bytes; 0 if unknown.</param>
    public static PooledBuffer Value(Action<Utf8JsonWriter> write, int sizeHint)
    {
        var buffer = new PooledBuffer(sizeHint);
        using var writer = new Utf8JsonWriter(buffer, Options);
        write(writer);
        writer.Flush();
        return buffer;
    }

    /// <summary>Returns the expected size of a request in bytes.</summary>
    public static int SizeOf(CallRequest request)
    {
        long size = 2048;
        foreach (var message in request.Messages)
        {
            size += message.Content.Length + (message.Content.Length / 16) + 64;
        }

        return (int)Math.Min(size, MaxSizeHint);
    }

    public static void Optional(this Utf8JsonWriter writer, string? name, double? value)
    {
        if (name is not null && value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string? name, long? value)
    {
        if (name is not null && value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string? name, bool? value)
    {
        if (name is not null && value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string? name, IReadOnlyList<string> values)
    {
        if (name is null || values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes fields with values of JSON text.</summary>
    public static void Fields(this Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> fields)
    {
        foreach (var (name, json) in fields)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }

    /// <summary>Writes the tools in the format shared by both APIs.</summary>
    /// <exception cref="JsonException">A parameter schema is not valid JSON.</exception>
    public static void Tools(this Utf8JsonWriter writer, string? name, IReadOnlyList<ToolDefinition> tools)
    {
        if (name is null || tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", tool.Name);
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("parameters");
            writer.WriteRawValue(tool.ParametersSchema);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Returns the name of a role, which is the same in both APIs.</summary>
    public static string Name(this ChatRole role) =>
        role switch
        {
            ChatRole.System => "system",
            ChatRole.User => "user",
            ChatRole.Assistant => "assistant",
            _ => "tool",
        };
}

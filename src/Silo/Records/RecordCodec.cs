using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Silo.Records;

/// <summary>Records as bytes: JSON, compressed; gaps between chunks as the bytes of their floats.</summary>
internal static class RecordCodec
{
    public static byte[] Write(TaskRecord record)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(packed, record, RecordJson.Default.TaskRecord);
        }

        return bytes.ToArray();
    }

    public static TaskRecord Read(ReadOnlyMemory<byte> bytes)
    {
        using var packed = new BrotliStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, RecordJson.Default.TaskRecord)!;
    }
}

/// <summary>How records are written as JSON.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false,
    Converters = [typeof(FloatsAsBytes)])]
[JsonSerializable(typeof(TaskRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>Floats as the bytes of their bits.</summary>
internal sealed class FloatsAsBytes : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MemoryMarshal.Cast<byte, float>(reader.GetBytesFromBase64()).ToArray();

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentLoad.Agents.Grains.Contracts;
using AgentLoad.Agents.Sessions;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Agents.Grains.Records;

/// <summary>Records, and tasks that move, as bytes: JSON, compressed; gaps between chunks as the bytes of their floats.</summary>
internal static class RecordCodec
{
    public static byte[] Write(TaskRecord record) => Write(record, RecordJson.Default.TaskRecord);

    public static TaskRecord Read(ReadOnlyMemory<byte> bytes) => Read(bytes, RecordJson.Default.TaskRecord);

    public static byte[] Write(TaskSnapshot task) => Write(task, RecordJson.Default.TaskSnapshot);

    public static TaskSnapshot ReadCarried(ReadOnlyMemory<byte> bytes) => Read(bytes, RecordJson.Default.TaskSnapshot);

    public static byte[] Write(CallSpec[] part) => Write(part, RecordJson.Default.CallSpecArray);

    public static CallSpec[] ReadCalls(ReadOnlyMemory<byte> bytes) => Read(bytes, RecordJson.Default.CallSpecArray);

    public static byte[] Write(SiloReport report) => Write(report, RecordJson.Default.SiloReport);

    public static SiloReport ReadReport(ReadOnlyMemory<byte> bytes) => Read(bytes, RecordJson.Default.SiloReport);

    private static byte[] Write<T>(T value, JsonTypeInfo<T> type)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(packed, value, type);
        }

        return bytes.ToArray();
    }

    private static T Read<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type)
    {
        using var packed = new BrotliStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(packed, type)!;
    }
}

/// <summary>How records are written as JSON.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false,
    Converters = [typeof(FloatsAsBytes)]
)]
[JsonSerializable(typeof(TaskRecord))]
[JsonSerializable(typeof(TaskSnapshot))]
[JsonSerializable(typeof(CallSpec[]))]
[JsonSerializable(typeof(SiloReport))]
internal sealed partial class RecordJson : JsonSerializerContext;

/// <summary>Floats as the bytes of their bits.</summary>
internal sealed class FloatsAsBytes : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MemoryMarshal.Cast<byte, float>(reader.GetBytesFromBase64()).ToArray();

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));
}

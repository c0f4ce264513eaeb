using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>The JSON of a <see cref="SweepResult"/>: camelCase names, indented.</summary>
public static class SweepJson
{
    /// <summary>Writes a result.</summary>
    public static string Write(SweepResult result) => JsonSerializer.Serialize(result, SweepContext.Default.SweepResult);

    /// <summary>Reads a result.</summary>
    /// <exception cref="JsonException">The text is none.</exception>
    public static SweepResult Read(string json) =>
        JsonSerializer.Deserialize(json, SweepContext.Default.SweepResult) ?? throw new JsonException("The result is empty.");
}

/// <summary>Generated serialisation, free of reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SweepResult))]
internal sealed partial class SweepContext : JsonSerializerContext;

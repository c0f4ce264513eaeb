using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentLoad.Measurement.Runs;

/// <summary>The JSON of a <see cref="RunSummary"/>: camelCase names, enums by name, indented.</summary>
public static class RunSummaryJson
{
    /// <summary>Writes a summary.</summary>
    public static string Write(RunSummary summary) => JsonSerializer.Serialize(summary, SummaryContext.Default.RunSummary);

    /// <summary>Reads a summary.</summary>
    /// <exception cref="JsonException">The text is no summary, or one of a higher schema version.</exception>
    public static RunSummary Read(string json)
    {
        var summary =
            JsonSerializer.Deserialize(json, SummaryContext.Default.RunSummary) ?? throw new JsonException("The summary is empty.");
        return summary.SchemaVersion <= RunSummary.CurrentSchemaVersion
            ? summary
            : throw new JsonException(
                $"The summary has schema version {summary.SchemaVersion}; this program reads up to {RunSummary.CurrentSchemaVersion}."
            );
    }
}

/// <summary>Generated serialisation, free of reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryContext : JsonSerializerContext;

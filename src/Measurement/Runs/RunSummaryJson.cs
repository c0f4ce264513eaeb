using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AgentLoad.Measurement.Serialization;

namespace AgentLoad.Measurement.Runs;

/// <summary>Converts a <see cref="RunSummary"/> to and from JSON: camelCase names, enums by name, indented.</summary>
internal static class RunSummaryJson
{
    /// <summary>Writes a summary.</summary>
    public static string Write(RunSummary summary) => JsonSerializer.Serialize(summary, SummaryContext.Default.RunSummary);

    /// <summary>Reads a summary of the current or an older schema version.</summary>
    /// <exception cref="JsonException">The text is not a summary, or has a newer schema version.</exception>
    public static RunSummary Read(string json) =>
        VersionedJson
            .Parse(json, "summary", RunSummary.CurrentSchemaVersion, UpgradeFromVersion1, UpgradeFromVersion2)
            .Deserialize(SummaryContext.Default.RunSummary)!;

    private static void UpgradeFromVersion1(JsonObject summary)
    {
        VersionedJson.Rename(summary["client"], "callsHeldBack", "queuedCalls");
        VersionedJson.Rename(summary["client"], "mostCalls", "maxConcurrentCalls");
        foreach (var source in VersionedJson.Items(summary["servers"], "sources"))
        {
            VersionedJson.Rename(source, "kvCacheUse", "kvCacheUsage");
            VersionedJson.Rename(source, "gpuUse", "gpuUtilization");
            VersionedJson.Rename(source, "troubles", "warnings");
        }
    }

    /// <summary>Up to version 2, all figures covered the tasks that ended in the window, and the calls of these tasks.</summary>
    private static void UpgradeFromVersion2(JsonObject summary)
    {
        if (summary["run"] is JsonObject run)
        {
            run["shapedGroups"] = new JsonArray();
        }

        if (summary["tasks"] is not JsonObject tasks)
        {
            return;
        }

        var count = tasks["inWindow"]?.GetValue<long>() ?? 0;
        tasks.Remove("inWindow");
        tasks["window"] = new JsonObject
        {
            ["began"] = count,
            ["cutOff"] = 0,
            ["ended"] = count,
            ["endedByState"] = new JsonObject(),
        };
        tasks["baseline"] = summary["baselineTotals"]?["tasks"]?.DeepClone() ?? 0;
        (summary["degraded"] as JsonArray)?.Add(
            "An earlier version wrote this summary: its figures cover only the tasks that ended in the measured window, and their calls."
        );
    }
}

/// <summary>Generated serializer without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(RunSummary))]
internal sealed partial class SummaryContext : JsonSerializerContext;

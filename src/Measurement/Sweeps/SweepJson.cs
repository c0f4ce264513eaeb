using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AgentLoad.Measurement.Serialization;

namespace AgentLoad.Measurement.Sweeps;

/// <summary>Converts a <see cref="SweepResult"/> to and from JSON: camelCase names, indented.</summary>
internal static class SweepJson
{
    /// <summary>Writes a result.</summary>
    public static string Write(SweepResult result) => JsonSerializer.Serialize(result, SweepContext.Default.SweepResult);

    /// <summary>Reads a result of the current or an older schema version.</summary>
    /// <exception cref="JsonException">The text is not a sweep result, or has a newer schema version.</exception>
    public static SweepResult Read(string json) =>
        VersionedJson
            .Parse(json, "sweep result", SweepResult.CurrentSchemaVersion, UpgradeFromVersion1, UpgradeFromVersion2)
            .Deserialize(SweepContext.Default.SweepResult)!;

    private static void UpgradeFromVersion2(JsonObject result)
    {
        foreach (var step in VersionedJson.Items(result, "steps"))
        {
            if (step is JsonObject values && values["criticalPath"]?["serverQueueSeconds"] is { } queue)
            {
                values["serverQueueSeconds"] = queue.DeepClone();
            }
        }
    }

    private static void UpgradeFromVersion1(JsonObject result)
    {
        VersionedJson.Rename(result, "gaveIn", "limitingResource");
        VersionedJson.Rename(result, "clientFailed", "clientLimited");
        if (result["limitingResource"] is JsonValue value && value.TryGetValue(out string? resource))
        {
            result["limitingResource"] = resource switch
            {
                "client" => BottleneckFinder.LoadGenerator,
                "network, or server time that it does not report" => BottleneckFinder.Unreported,
                _ => resource,
            };
        }

        foreach (var step in VersionedJson.Items(result, "steps"))
        {
            VersionedJson.Rename(step, "decided", "conclusive");
            VersionedJson.Rename(step, "failing", "tooManyFailures");
            VersionedJson.Rename(step, "failedTasks", "failedTaskShare");
            VersionedJson.Rename(step, "kvCacheUse", "kvCacheUsage");
        }
    }
}

/// <summary>Generated serializer without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SweepResult))]
internal sealed partial class SweepContext : JsonSerializerContext;

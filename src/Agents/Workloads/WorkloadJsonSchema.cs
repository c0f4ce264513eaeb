using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentLoad.Agents.Workloads.Schema;

namespace AgentLoad.Agents.Workloads;

/// <summary>Creates the JSON schema of workload files, for editors.</summary>
internal static class WorkloadJsonSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the schema (draft 2020-12) as JSON text, with the names that the inputs allow.</summary>
    public static string Create(WorkloadInputs inputs)
    {
        var shape = WorkloadSchema.Of(inputs);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "AgentLoad workload",
            ["description"] = shape.Description,
        };
        foreach (var (key, value) in shape.Schema())
        {
            schema[key] = value?.DeepClone();
        }

        schema["$defs"] = new JsonObject { [ChoiceKind.Strategy] = ChoiceKind.Strategies(inputs).Definition() };
        return schema.ToJsonString(Indented) + "\n";
    }
}

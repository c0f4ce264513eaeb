using System.Text.Json.Serialization;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Results;

/// <summary>Generated serialisation of what the database keeps as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunFacts))]
[JsonSerializable(typeof(RunSnapshot))]
internal sealed partial class StoreJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using AgentLoad.Measurement.Live;
using AgentLoad.Measurement.Runs;

namespace AgentLoad.Client.Results;

/// <summary>Source-generated serialization of the JSON columns.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunFacts))]
[JsonSerializable(typeof(RunSnapshot))]
internal sealed partial class StoreJson : JsonSerializerContext;

using AgentLoad.Measurement.Runs;

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>Result of a silo's connection to the model servers of a run.</summary>
/// <param name="Refusal">Why the silo cannot serve the run, or null.</param>
/// <param name="Endpoints">The endpoints that it found.</param>
[GenerateSerializer, Immutable, Alias("agentload.Preparation")]
internal sealed record Preparation([property: Id(0)] string? Refusal, [property: Id(1)] IReadOnlyList<EndpointData> Endpoints);

/// <summary><see cref="EndpointFacts"/> between silos.</summary>
[GenerateSerializer, Immutable, Alias("agentload.Endpoint")]
internal sealed record EndpointData(
    [property: Id(0)] string Name,
    [property: Id(1)] string Url,
    [property: Id(2)] string Api,
    [property: Id(3)] string Model,
    [property: Id(4)] bool Simulated
)
{
    /// <summary>Packs it.</summary>
    public static EndpointData Of(EndpointFacts facts) => new(facts.Name, facts.Url, facts.Api, facts.Model, facts.Simulated);

    /// <summary>Unpacks it.</summary>
    public EndpointFacts ToFacts() => new(Name, Url, Api, Model, Simulated);
}

namespace AgentLoad.Agents.Grains.Contracts;

/// <summary>A run as a cluster is asked for it. Holds no secret: keys are named in the workload, and each silo has its own.</summary>
/// <param name="RunId">Identity of the run.</param>
/// <param name="Workload">The workload as YAML, every value explicit.</param>
/// <param name="StartedUtc">Start of the run, set when it starts.</param>
[GenerateSerializer, Immutable, Alias("agentload.RunOrder")]
internal sealed record RunSpec(
    [property: Id(0)] string RunId,
    [property: Id(1)] string Workload,
    [property: Id(2)] DateTimeOffset StartedUtc
)
{
    /// <summary>Assemblies of the user's that the workload names, each with the SHA-256 of what the client has.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string>? Assemblies { get; init; }
}

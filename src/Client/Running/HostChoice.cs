namespace AgentLoad.Client.Running;

/// <summary>Where the user wants the agents of a run to live.</summary>
/// <param name="Host">"process" or "silo"; null for a silo in this process where the build has one.</param>
/// <param name="Cluster">Redis of the cluster that they live on; null for this process.</param>
internal sealed record HostChoice(string? Host, string? Cluster)
{
    /// <summary>Plain objects of this process.</summary>
    public const string Process = "process";

    /// <summary>Grains of a silo in this process.</summary>
    public const string Silo = "silo";

    /// <summary>Name of the cluster.</summary>
    public string ClusterId { get; init; } = "agentload";

    /// <summary>Environment variable that holds the password of its Redis; null for none.</summary>
    public string? PasswordVariable { get; init; }

    /// <summary>Certificate file that Redis's certificate must come from; null for those that the machine trusts.</summary>
    public string? RedisAuthority { get; init; }

    /// <summary>Certificate file with which this process takes part in a cluster that speaks TLS; null for none.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>File with its private key.</summary>
    public string? TlsKey { get; init; }

    /// <summary>Certificate file of the authority whose certificates the cluster lets in.</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>This process, as the build has it.</summary>
    public static HostChoice Default { get; } = new(null, null);
}

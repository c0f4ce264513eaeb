namespace AgentLoad.Client.Running;

/// <summary>The agent host that the user selected: this process or a cluster of silos.</summary>
/// <param name="Host"><see cref="Silo"/> or <see cref="Process"/>; null for the default, <see cref="Silo"/>.</param>
/// <param name="Cluster">Redis address of the cluster; null to run in this process.</param>
internal sealed record HostChoice(string? Host, string? Cluster)
{
    /// <summary>Agents as plain objects in this process.</summary>
    public const string Process = "process";

    /// <summary>Agents as Orleans grains on a silo in this process.</summary>
    public const string Silo = "silo";

    /// <summary>Name of the cluster (Orleans cluster id).</summary>
    public string ClusterId { get; init; } = "agentload";

    /// <summary>Environment variable that contains the Redis password; null if Redis requires none.</summary>
    public string? PasswordVariable { get; init; }

    /// <summary>CA certificate file used to verify the Redis server (PEM); null to use the system trust store.</summary>
    public string? RedisAuthority { get; init; }

    /// <summary>Certificate file of this process for TLS between silos and clients (PEM); null to connect without TLS.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>Private key file of the certificate (PEM).</summary>
    public string? TlsKey { get; init; }

    /// <summary>CA certificate file used to verify silos and clients (PEM).</summary>
    public string? TlsAuthority { get; init; }

    /// <summary>True to create activities for calls between grains.</summary>
    public bool TraceGrains { get; init; }

    /// <summary>The default: a silo in this process.</summary>
    public static HostChoice Default { get; } = new(null, null);
}

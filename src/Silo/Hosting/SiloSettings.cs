using System.Net;
using AgentLoad.Silo.Redis;
using AgentLoad.Silo.Security;

namespace AgentLoad.Silo.Hosting;

/// <summary>How one silo is reached and which cluster it belongs to.</summary>
public sealed record SiloSettings
{
    /// <summary>Port of a silo where none is named.</summary>
    public const int DefaultSiloPort = 11111;

    /// <summary>Port for clients where none is named.</summary>
    public const int DefaultGatewayPort = 30000;

    /// <summary>Its name, as <c>agentload cluster</c> and results show it.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>The cluster: silos and clients of one name find each other.</summary>
    public string ClusterId { get; init; } = "agentload";

    /// <summary>Where silos of the cluster find each other; null for a silo alone in its process.</summary>
    public RedisAddress? Redis { get; init; }

    /// <summary>How long it waits at its start for a Redis that does not answer yet.</summary>
    public TimeSpan RedisTimeout { get; init; }

    /// <summary>Certificate file that Redis's certificate must come from; null for those that the machine trusts.</summary>
    public string? RedisAuthority { get; init; }

    /// <summary>The certificate that it shows, and that decides whom it lets in; null to speak without TLS.</summary>
    public ClusterCertificate? Tls { get; init; }

    /// <summary>Address that other silos and clients reach it at. Loopback lets nobody in from outside.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for other silos.</summary>
    public int SiloPort { get; init; } = DefaultSiloPort;

    /// <summary>Port for clients; 0 for none.</summary>
    public int GatewayPort { get; init; } = DefaultGatewayPort;

    /// <summary>True to listen on every address of the machine, as in a pod whose address is given from outside.</summary>
    public bool ListenOnAnyAddress { get; init; }
}

using System.Net;
using AgentLoad.Silo.Redis;
using AgentLoad.Silo.Security;

namespace AgentLoad.Silo.Hosting;

/// <summary>The addresses of a silo and its cluster.</summary>
internal sealed record SiloSettings
{
    /// <summary>Default port for other silos.</summary>
    public const int DefaultSiloPort = 11111;

    /// <summary>Default port for clients.</summary>
    public const int DefaultGatewayPort = 30000;

    /// <summary>Its name in <c>agentload cluster</c> and in results.</summary>
    public string Name { get; init; } = Environment.MachineName;

    /// <summary>Name of the cluster. Silos and clients with the same name find each other.</summary>
    public string ClusterId { get; init; } = "agentload";

    /// <summary>Redis of the cluster; null for an embedded silo.</summary>
    public RedisAddress? Redis { get; init; }

    /// <summary>The cluster on Redis.</summary>
    public ClusterAddress Cluster =>
        new(Redis ?? throw new InvalidOperationException("An embedded silo has no cluster."), ClusterId, RedisAuthority) { Tls = Tls };

    /// <summary>Maximum time to wait for Redis at startup.</summary>
    public TimeSpan RedisTimeout { get; init; }

    /// <summary>Certificate file that Redis's certificate must come from; null for those that the machine trusts.</summary>
    public string? RedisAuthority { get; init; }

    /// <summary>The certificate for TLS between silos and clients; null for no TLS.</summary>
    public ClusterCertificate? Tls { get; init; }

    /// <summary>Address advertised to other silos and clients. Loopback is reachable from this machine only.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for other silos.</summary>
    public int SiloPort { get; init; } = DefaultSiloPort;

    /// <summary>Port for clients; 0 for none.</summary>
    public int GatewayPort { get; init; } = DefaultGatewayPort;

    /// <summary>True to create activities for calls between grains and to propagate their context.</summary>
    public bool TraceGrains { get; init; }

    /// <summary>True to collect data for the dashboard of Orleans.</summary>
    public bool Dashboard { get; init; }

    /// <summary>True to listen on every address of the machine, as in a pod.</summary>
    public bool ListenOnAnyAddress { get; init; }

    /// <summary>Address to listen on.</summary>
    public IPAddress ListenAddress => ListenOnAnyAddress ? IPAddress.Any : Address;
}

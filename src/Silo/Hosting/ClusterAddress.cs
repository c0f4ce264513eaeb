using AgentLoad.Silo.Redis;
using AgentLoad.Silo.Security;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>A cluster as a client names it.</summary>
/// <param name="Redis">Redis of the cluster.</param>
/// <param name="ClusterId">Its name.</param>
/// <param name="RedisAuthority">Certificate file that Redis's certificate must come from; null for those that the machine trusts.</param>
internal sealed record ClusterAddress(RedisAddress Redis, string ClusterId, string? RedisAuthority)
{
    /// <summary>The certificate with which this process takes part; null where silos and clients speak without TLS.</summary>
    public ClusterCertificate? Tls { get; init; }

    /// <summary>True to create activities for calls to grains and to propagate their context.</summary>
    public bool TraceGrains { get; init; }

    /// <summary>Settings of a connection to its Redis.</summary>
    internal ConfigurationOptions RedisOptions() => Redis.Options(RedisAuthority, Tls);
}

/// <summary>A cluster cannot be reached or joined. The message names the reason and the remedy.</summary>
internal sealed class ClusterException(string message, Exception? innerException = null) : Exception(message, innerException);

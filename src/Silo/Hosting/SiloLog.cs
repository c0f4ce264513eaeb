using System.Net;
using Microsoft.Extensions.Logging;

namespace AgentLoad.Silo.Hosting;

/// <summary>Log entries of a silo process.</summary>
internal static partial class SiloLog
{
    [LoggerMessage(1, LogLevel.Information, "{Reason}; waiting for up to {Seconds:0} s.")]
    public static partial void WaitingForRedis(this ILogger log, string reason, double seconds);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "Redis persistence (AOF) is disabled: records are lost if Redis dies. Start it with --appendonly yes."
    )]
    public static partial void RedisIsNotPersistent(this ILogger log);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Redis at {Redis} accepts connections without a password, and it is not on loopback: every host that reaches it can control this "
            + "cluster. Set a password (requirepass, --redis-password-env), or make sure that a firewall protects it."
    )]
    public static partial void RedisHasNoPassword(this ILogger log, string redis);

    [LoggerMessage(
        4,
        LogLevel.Information,
        "Silo {Name} of cluster '{Cluster}' is up on {Address}:{Port}, for clients on port {GatewayPort}. Active silos: {Silos}. Ctrl-C "
            + "moves its agents to the other silos and stops it."
    )]
    public static partial void SiloIsUp(
        this ILogger log,
        string name,
        string cluster,
        IPAddress address,
        int port,
        int gatewayPort,
        int silos
    );

    [LoggerMessage(5, LogLevel.Information, "Silo {Name} is stopping; its agents move to other silos.")]
    public static partial void SiloIsStopping(this ILogger log, string name);

    [LoggerMessage(6, LogLevel.Information, "Silo {Name} stopped.")]
    public static partial void SiloStopped(this ILogger log, string name);

    [LoggerMessage(7, LogLevel.Information, "Stopped before the silo joined its cluster.")]
    public static partial void StoppedBeforeJoining(this ILogger log);
}

using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>Explains Redis failures in one line with the remedy.</summary>
internal static class RedisErrors
{
    /// <summary>True for exceptions of a command when Redis does not answer. A breaking connection may cancel a command.</summary>
    public static bool IsRedisFailure(Exception e) =>
        e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Describes a failure during a run.</summary>
    public static string DescribeDuringRun(Exception e) => $"{Known(e.Message) ?? "Redis does not answer"}; agents are paused";

    /// <summary>Describes a failure at startup; null if it is unknown.</summary>
    public static string? DescribeAtStartup(string message) => Known(message) is { } known ? $"{known}." : null;

    private static string? Known(string message) =>
        Has(message, "OOM") ? "Redis is out of memory and takes no records (maxmemory): give it more memory or delete old runs"
        : Has(message, "WRONGPASS") || Has(message, "invalid password")
            ? "Redis does not accept the user or the password: set the password with --redis-password-env, and the user in "
                + "redis://USER@HOST:PORT"
        : Has(message, "NOAUTH") ? "Redis requires a password: set it with --redis-password-env"
        : Has(message, "NOPERM")
            ? "The Redis user lacks permissions: a cluster needs all commands except dangerous ones, on keys that start with agentload/"
        : Has(message, "MISCONF") ? "Redis cannot write to its disk (MISCONF) and takes no records"
        : Has(message, "LOADING") ? "Redis is still loading its data"
        : Has(message, "max number of clients") ? "Redis has reached its connection limit (maxclients): raise it or close other connections"
        : Has(message, "protected mode")
            ? "Redis is in protected mode and only accepts local connections: set a password, or start it with "
                + "--protected-mode no on a trusted network"
        : Has(message, "READONLY") ? "this Redis is a read-only replica: use its primary"
        : null;

    private static bool Has(string message, string part) => message.Contains(part, StringComparison.Ordinal);
}

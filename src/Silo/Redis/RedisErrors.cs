using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>What is wrong with Redis, in one line that says what to do.</summary>
internal static class RedisErrors
{
    /// <summary>True for what a command ends with where Redis does not answer. One whose connection breaks off may be cancelled, asked or not.</summary>
    public static bool IsRedisFailure(Exception e) =>
        e is RedisException or TimeoutException or OperationCanceledException or ObjectDisposedException;

    /// <summary>While a run goes on.</summary>
    public static string DescribeDuringRun(Exception e) => $"{Known(e.Message) ?? "Redis does not answer"}; agents wait meanwhile";

    /// <summary>Before anything runs; null for what is not known.</summary>
    public static string? DescribeAtStartup(string message) => Known(message) is { } known ? $"{known}." : null;

    private static string? Known(string message) =>
        Has(message, "OOM") ? "Redis is full and takes no records (maxmemory): give it more memory, or delete old runs"
        : Has(message, "WRONGPASS") || Has(message, "invalid password")
            ? "Redis does not accept the user or the password: set the password with --redis-password-env, and the user in redis://USER@HOST:PORT"
        : Has(message, "NOAUTH") ? "Redis asks for a password: set it with --redis-password-env"
        : Has(message, "NOPERM")
            ? "Redis does not let this user do what a cluster needs: all commands but dangerous ones, on keys that begin with agentload/"
        : Has(message, "MISCONF") ? "Redis cannot write to its disk (MISCONF) and takes no records"
        : Has(message, "LOADING") ? "Redis is still loading its data"
        : Has(message, "max number of clients") ? "Redis takes no more connections (maxclients): raise it, or end what holds them"
        : Has(message, "protected mode")
            ? "Redis lets in its own machine only (protected mode): give it a password, or start it with --protected-mode no where nobody else reaches it"
        : Has(message, "READONLY") ? "this Redis is a read-only replica: name its primary"
        : null;

    private static bool Has(string message, string part) => message.Contains(part, StringComparison.Ordinal);
}

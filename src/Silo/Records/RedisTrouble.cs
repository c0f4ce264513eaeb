namespace AgentLoad.Silo.Records;

/// <summary>What is wrong with Redis, in one line that says what to do.</summary>
internal static class RedisTrouble
{
    public static string Say(Exception e) =>
        e.Message.Contains("OOM", StringComparison.Ordinal) ? "Redis is full and takes no records (maxmemory): give it more memory, or delete old runs; agents wait meanwhile"
        : e.Message.Contains("NOAUTH", StringComparison.Ordinal) || e.Message.Contains("WRONGPASS", StringComparison.Ordinal) ? "Redis does not accept the password: set it with --redis-password-env"
        : e.Message.Contains("MISCONF", StringComparison.Ordinal) ? "Redis cannot write to its disk (MISCONF) and takes no records; agents wait meanwhile"
        : e.Message.Contains("READONLY", StringComparison.Ordinal) ? "this Redis is a read-only replica: name its primary"
        : "Redis does not answer; agents wait meanwhile";
}

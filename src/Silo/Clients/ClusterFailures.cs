using AgentLoad.Agents.Grains;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Clients;

/// <summary>Describes failures of a connection to a cluster that break a command in the middle.</summary>
internal static class ClusterFailures
{
    /// <summary>Returns one line with the failure and the remedy; null if the exception is of another kind.</summary>
    public static string? Describe(Exception exception) =>
        RedisErrors.IsRedisFailure(exception)
            ? "The connection to the cluster's Redis broke: "
                + $"{RedisErrors.DescribeAtStartup(exception.Message) ?? "Redis does not answer."} Try again when Redis is up."
        : GrainCalls.IsTransient(exception)
            ? $"The cluster does not answer: {exception.Message.ReplaceLineEndings(" ")} Check the log of its silos."
        : null;
}

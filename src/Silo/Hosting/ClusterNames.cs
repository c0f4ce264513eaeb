namespace AgentLoad.Silo.Hosting;

/// <summary>Names under which a cluster's parts find each other in Redis.</summary>
internal static class ClusterNames
{
    /// <summary>Orleans' service id: the same for every cluster of agents.</summary>
    public const string Service = "agentload";
}

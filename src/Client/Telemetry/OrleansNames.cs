namespace AgentLoad.Client.Telemetry;

/// <summary>Names under which Orleans publishes its telemetry.</summary>
internal static class OrleansNames
{
    /// <summary>The meter.</summary>
    public const string Meter = "Microsoft.Orleans";

    /// <summary>Pattern of its activity sources.</summary>
    public const string Sources = "Microsoft.Orleans.*";
}

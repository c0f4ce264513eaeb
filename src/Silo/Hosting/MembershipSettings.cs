using Orleans.Configuration;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// How fast a cluster notices that a silo is dead. Shorter than Orleans' defaults, with which agents stand still for 12 s: silos ask each
/// other every second, and one that is silent for three times is taken for dead.
/// </summary>
internal static class MembershipSettings
{
    /// <summary>
    /// How long silos wait for each other's own calls. After a silo was cut off the directory of grains waits for its answer for so long: with
    /// Orleans' 30 s no agent began again for 30 s.
    /// </summary>
    public static TimeSpan SystemResponseTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a client asks which silos let clients in.</summary>
    public static TimeSpan GatewayRefresh { get; } = TimeSpan.FromSeconds(3);

    public static void Configure(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        // An indirect probe has the time that whoever it goes through may take, so that no answer of a frozen silo ever came in time to count,
        // and it was noticed by its signs of life alone. Two that lost sight of each other only are SiloReach's matter.
        options.EnableIndirectProbes = false;
        // Where all others died at once, one survivor has no second vote: it goes by their signs of life in the table.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedTableIAmAliveLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }
}

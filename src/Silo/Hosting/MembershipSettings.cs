using Orleans.Configuration;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// How fast a cluster detects a dead silo. Orleans' defaults stop agents for 12 s; here, silos probe each other every second, and three
/// missed probes count as a failure.
/// </summary>
internal static class MembershipSettings
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Timeout of calls between silos. After a network partition the grain directory waits that long for the silo that was cut off: with
    /// Orleans' default, agents stop for 30 s.
    /// </summary>
    public static TimeSpan SystemResponseTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a client refreshes the list of silos that accept clients.</summary>
    public static TimeSpan GatewayRefresh { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Sets the options of the cluster's membership.</summary>
    public static void Configure(ClusterMembershipOptions options)
    {
        // The timeout adapts between a minimum and a maximum, by default up to 4 s: a frozen silo is then detected late.
        (options.ProbeTimeout, options.MinProbeTimeout, options.MaxProbeTimeout) = (ProbeTimeout, ProbeTimeout, ProbeTimeout);
        options.NumMissedProbesLimit = 3;
        options.NumVotesForDeathDeclaration = 2;
        // A frozen silo keeps its connections open, which would veto its death.
        options.EnableConnectionLivenessCheck = false;
        // An indirect probe has the timeout of the silo that forwards it, so the answer about a frozen silo never arrives in time. Two
        // silos that cannot reach only each other are handled by the PartitionWatchdog.
        options.EnableIndirectProbes = false;
        // If all other silos died together, the survivor has no second vote. It then uses the heartbeats in the membership table.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedTableIAmAliveLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
    }

    /// <summary>Sets the options of the grain directory.</summary>
    public static void Configure(GrainDirectoryOptions options) =>
        // By default a dead silo's range of the directory is blocked for its lease: its agents come back after 19 s instead of 3 s.
        // Stale activations are harmless here: the run's grain ignores agents of an earlier incarnation.
        options.RangeLeaseDuration = TimeSpan.Zero;
}

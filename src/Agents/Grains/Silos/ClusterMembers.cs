namespace AgentLoad.Agents.Grains.Silos;

/// <summary>The cluster's members, by the addresses that grain keys use.</summary>
internal static class ClusterMembers
{
    /// <summary>Addresses of the active silos.</summary>
    public static IEnumerable<string> ActiveSilos(this IClusterMembershipService membership) =>
        membership
            .CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.SiloAddress.ToParsableString());

    /// <summary>True if a silo has been declared dead or is unknown.</summary>
    public static bool IsDead(this IClusterMembershipService membership, string silo) =>
        membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.Dead or SiloStatus.None;

    /// <summary>True if a silo shuts down after its agents have migrated. A silo that stops without waiting has another status.</summary>
    public static bool IsLeaving(this IClusterMembershipService membership, string silo) =>
        membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) == SiloStatus.ShuttingDown;

    /// <summary>The name of a silo, or its address if it is unknown.</summary>
    public static string NameOf(this IClusterMembershipService membership, string silo) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(silo), out var member) ? member.Name : silo;
}

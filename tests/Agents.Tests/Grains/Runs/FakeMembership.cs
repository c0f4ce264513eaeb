using System.Collections.Immutable;
using System.Net;

namespace AgentLoad.Agents.Tests.Grains.Runs;

/// <summary>A cluster whose members a test sets.</summary>
internal sealed class FakeMembership : IClusterMembershipService
{
    private ImmutableDictionary<SiloAddress, ClusterMember> _members = ImmutableDictionary<SiloAddress, ClusterMember>.Empty;
    private long _version;

    public ClusterMembershipSnapshot CurrentSnapshot => new(_members, new MembershipVersion(_version));

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => AsyncEnumerable.Empty<ClusterMembershipSnapshot>();

    /// <summary>The address of the silo with a number, as grain keys use it.</summary>
    public static string Silo(int number) => Address(number).ToParsableString();

    /// <summary>Sets the status of a silo.</summary>
    public void Set(int number, SiloStatus status)
    {
        _members = _members.SetItem(Address(number), new ClusterMember(Address(number), status, $"silo-{number}"));
        _version++;
    }

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;

    public Task<bool> TryKill(SiloAddress siloAddress) => Task.FromResult(false);

    private static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, 1000 + number, 1);
}

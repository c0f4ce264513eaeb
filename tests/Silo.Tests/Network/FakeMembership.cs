using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>A cluster with one other silo, which is active until <see cref="Status"/> is changed.</summary>
internal sealed class FakeMembership(SiloAddress other) : IClusterMembershipService
{
    private readonly ConcurrentQueue<SiloAddress> _killed = [];

    /// <summary>Status of the other silo after the next refresh.</summary>
    public SiloStatus Status { get; set; } = SiloStatus.Active;

    /// <summary>Silos that were declared dead.</summary>
    public IReadOnlyCollection<SiloAddress> Killed => _killed;

    /// <summary>Number of refreshes.</summary>
    public int Refreshes { get; private set; }

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = Snapshot(other, SiloStatus.Active);

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => AsyncEnumerable.Empty<ClusterMembershipSnapshot>();

    /// <summary>An address on loopback.</summary>
    public static SiloAddress Address(int generation, int port = 1) => SiloAddress.New(IPAddress.Loopback, port, generation);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default)
    {
        CurrentSnapshot = Snapshot(other, Status);
        Refreshes++;
        return ValueTask.CompletedTask;
    }

    public Task<bool> TryKill(SiloAddress siloAddress)
    {
        _killed.Enqueue(siloAddress);
        Status = SiloStatus.Dead;
        CurrentSnapshot = Snapshot(other, Status);
        return Task.FromResult(true);
    }

    private static ClusterMembershipSnapshot Snapshot(SiloAddress silo, SiloStatus status) =>
        new(
            ImmutableDictionary<SiloAddress, ClusterMember>.Empty.Add(silo, new ClusterMember(silo, status, "older")),
            new MembershipVersion(1)
        );
}

/// <summary>This silo.</summary>
internal sealed class FakeSilo(SiloAddress address) : ILocalSiloDetails
{
    public string Name => "younger";

    public string ClusterId => "reach";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => address;

    public SiloAddress GatewayAddress => address;
}

using System.Net;
using System.Net.Sockets;
using AgentLoad.Agents.Grains.Silos;
using AgentLoad.Silo.Hosting;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>A silo is declared dead early only if its port refuses connections while the cluster has it as active.</summary>
public sealed class DeadSiloMonitorTests
{
    [Fact]
    public async Task Silo_RefusesConnections_IsDeclaredDeadOnce()
    {
        var other = FakeMembership.Address(1, FreePort.Next());
        var membership = new FakeMembership(other);
        using var monitor = await StartAsync(membership);

        await Poll.UntilAsync(() => membership.Killed.Count > 0, "the silo is declared dead");

        await monitor.StopAsync(TestContext.Current.CancellationToken);
        membership.Killed.ShouldBe([other]);
    }

    [Fact]
    public async Task Silo_AcceptsConnections_StaysAliveHoweverSlowItIs()
    {
        var port = FreePort.Next();
        using var frozen = new TcpListener(IPAddress.Loopback, port);
        frozen.Start();
        var membership = new FakeMembership(FakeMembership.Address(1, port));
        using var monitor = await StartAsync(membership);

        // The system accepts connections for a process that is stopped. It refuses them once the process has ended.
        await Poll.UntilAsync(() => frozen.Pending(), "a connection");
        membership.Killed.ShouldBeEmpty();
        frozen.Stop();

        await Poll.UntilAsync(() => membership.Killed.Count > 0, "the silo is declared dead");
        await monitor.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Silo_ShutsDown_IsNotDeclaredDead()
    {
        var membership = new FakeMembership(FakeMembership.Address(1, FreePort.Next())) { Status = SiloStatus.ShuttingDown };
        using var monitor = await StartAsync(membership);

        await Poll.UntilAsync(() => membership.Refreshes > 0, "a look at the membership table");

        await monitor.StopAsync(TestContext.Current.CancellationToken);
        membership.Killed.ShouldBeEmpty();
    }

    private static async Task<DeadSiloMonitor> StartAsync(FakeMembership membership)
    {
        var monitor = new DeadSiloMonitor(membership, new LocalSilo(new FakeSilo(FakeMembership.Address(2))), TimeProvider.System);
        await monitor.StartAsync(TestContext.Current.CancellationToken);
        return monitor;
    }
}

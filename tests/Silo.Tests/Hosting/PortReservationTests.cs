using System.Net;
using System.Net.Sockets;
using AgentLoad.Silo.Hosting;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Silo.Tests.Hosting;

public sealed class PortReservationTests
{
    [Fact]
    public void FreePort_SkipsReservedAndListeningPorts()
    {
        var first = FreePort.Next();
        using var reserved = PortReservation.TakeFree(IPAddress.Loopback, first, "--port");
        using var listener = new TcpListener(IPAddress.Loopback, reserved.Port + 1);
        listener.Start();

        using var next = PortReservation.TakeFree(IPAddress.Loopback, reserved.Port, "--port");

        next.Port.ShouldBeGreaterThan(reserved.Port + 1);
    }

    [Fact]
    public void GivenPort_ThatAnotherSiloReserved_IsRefusedUntilItEnds()
    {
        var reserved = PortReservation.TakeFree(IPAddress.Loopback, FreePort.Next(), "--port");

        Should
            .Throw<ClusterException>(() => PortReservation.Take(IPAddress.Loopback, reserved.Port, "--port"))
            .Message.ShouldContain($"Port {reserved.Port} of 127.0.0.1 is taken, perhaps by another silo. Choose another with --port.");
        reserved.Dispose();
        PortReservation.Take(IPAddress.Loopback, reserved.Port, "--port").Dispose();
    }
}

using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AgentLoad.Silo.Hosting;

/// <summary>The ports that a silo listens on.</summary>
internal static class SiloPorts
{
    /// <summary>
    /// True for addresses that a silo of this machine can listen on; others lead here by some detour, such as a forwarded port.
    /// </summary>
    public static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().Any(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(address)));

    /// <summary>
    /// Checks that the ports are free. Two silos on one port would both start, and half of the calls would fail without a reason.
    /// </summary>
    /// <exception cref="ClusterException">A port is in use. The message names the port and the remedy.</exception>
    internal static void Check(SiloSettings settings)
    {
        Check(settings.ListenAddress, settings.SiloPort, "--port");
        if (settings.GatewayPort != 0)
        {
            Check(settings.ListenAddress, settings.GatewayPort, "--gateway-port");
        }
    }

    /// <summary>Checks that a port is free.</summary>
    /// <exception cref="ClusterException">It is in use, or the address is not one of this machine.</exception>
    internal static void Check(IPAddress address, int port, string option)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new ClusterException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {port} of {address} is taken, perhaps by another silo. Choose another with {option}."
                    : $"Port {port} of {address} cannot be listened on ({option}): {e.Message}.",
                e
            );
        }
    }
}

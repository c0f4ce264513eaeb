using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace AgentLoad.Silo.Hosting;

/// <summary>The ports that a silo listens on.</summary>
public static class SiloPorts
{
    /// <summary>True for addresses that a silo of this machine can listen on; others lead here by some detour, such as a forwarded port.</summary>
    public static bool IsOfThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().Any(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(address)));

    /// <summary>Makes sure that nobody has them: two silos on one port would both start, and neither would say why half of the calls fail.</summary>
    /// <exception cref="ClusterException">One cannot be had; the message says which, and what to do.</exception>
    internal static void Check(SiloSettings settings)
    {
        if (settings.SiloPort == settings.GatewayPort)
        {
            throw new ClusterException(
                $"--port and --gateway-port are both {settings.SiloPort}: other silos and clients need a port each."
            );
        }

        Check(settings, settings.SiloPort, "--port");
        if (settings.GatewayPort != 0)
        {
            Check(settings, settings.GatewayPort, "--gateway-port");
        }
    }

    private static void Check(SiloSettings settings, int port, string option)
    {
        var address = settings.ListenOnAnyAddress ? IPAddress.Any : settings.Address;
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new ClusterException(
                e.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {port} of {settings.Address} is taken, perhaps by another silo. Choose another with {option}."
                    : $"Port {port} of {settings.Address} cannot be listened on ({option}): {e.Message}.",
                e
            );
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AgentLoad.Silo.Hosting;

/// <summary>
/// A port that this process reserved among the silos of this machine. Two silos that start concurrently could otherwise both find a port
/// free, and Orleans shares a port that another silo listens on.
/// </summary>
internal sealed class PortReservation : IDisposable
{
    private const int MaxAttempts = 1000;

    private readonly Socket? _name;

    private PortReservation(int port, Socket? name) => (Port, _name) = (port, name);

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Reserves a given port.</summary>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">The port; 0 for none.</param>
    /// <param name="option">The option that sets it, for messages.</param>
    /// <exception cref="ClusterException">The port is in use. The message names the remedy.</exception>
    public static PortReservation Take(IPAddress address, int port, string option)
    {
        if (port == 0)
        {
            return new PortReservation(0, null);
        }

        var reservation =
            TryReserve(port)
            ?? throw new ClusterException($"Port {port} of {address} is taken, perhaps by another silo. Choose another with {option}.");
        try
        {
            SiloPorts.Check(address, port, option);
            return reservation;
        }
        catch
        {
            reservation.Dispose();
            throw;
        }
    }

    /// <summary>Reserves the first free port at or after a default one.</summary>
    /// <exception cref="ClusterException">None is free, or the address is not one of this machine.</exception>
    public static PortReservation TakeFree(IPAddress address, int first, string option)
    {
        for (var port = first; ; port++)
        {
            if (TryReserve(port) is not { } reservation)
            {
                continue;
            }

            try
            {
                SiloPorts.Check(address, port, option);
                return reservation;
            }
            catch (ClusterException e)
                when (e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } && port - first < MaxAttempts
                )
            {
                reservation.Dispose();
            }
            catch
            {
                reservation.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _name?.Dispose();

    /// <summary>
    /// Binds an abstract socket name, which the kernel releases when the process ends and which has the scope of a port: the network
    /// namespace. Other systems have no such names; there, only the port itself is checked.
    /// </summary>
    private static PortReservation? TryReserve(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new PortReservation(port, null);
        }

        var name = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            name.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0agentload-silo-{port}")));
            return new PortReservation(port, name);
        }
        catch (SocketException)
        {
            name.Dispose();
            return null;
        }
    }
}

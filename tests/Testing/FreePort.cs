using System.Net;
using System.Net.Sockets;

namespace AgentLoad.Testing;

/// <summary>
/// Free ports on loopback, below the range from which systems take ports for outgoing connections: no connection takes a port between its
/// choice and its use. Each test process starts at another place, and no port is returned twice.
/// </summary>
internal static class FreePort
{
    private const int First = 10_000,
        Count = 20_000,
        Distance = 997;

    private static int _next = Environment.ProcessId * Distance % Count;

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another process uses it.
            }
        }
    }
}

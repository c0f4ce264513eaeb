using System.Net;
using System.Net.Sockets;
using AgentLoad.Silo.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>Finds the address at which other machines reach this one.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// Returns the address of the interface that reaches Redis: loopback if Redis is on loopback, because then the cluster is on one
    /// machine.
    /// </summary>
    /// <param name="redis">Redis of the cluster.</param>
    /// <param name="timeout">Maximum time to wait until the host name of Redis is known.</param>
    /// <param name="time">Time provider.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ClusterException">No interface reaches Redis, or its address is valid on this link only.</exception>
    public static async Task<IPAddress> FindAsync(
        RedisAddress redis,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        for (var began = time.GetTimestamp(); ; )
        {
            try
            {
                var remote = await Dns.GetHostAddressesAsync(redis.Host, cancellationToken).ConfigureAwait(false);
                var local = remote.Select(address => LocalAddressTo(address, redis.Port)).OfType<IPAddress>().ToArray();
                return local.Any(IPAddress.IsLoopback) ? IPAddress.Loopback
                    : local.FirstOrDefault(address => !address.IsIPv6LinkLocal) is { } found ? found
                    : throw new ClusterException(Refusal(redis, "no interface of this machine reaches Redis"));
            }
            catch (SocketException e) when (time.GetElapsedTime(began) >= timeout)
            {
                throw new ClusterException(Refusal(redis, $"the host '{redis.Host}' of Redis is unknown"), e);
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns the local address of the route to a remote one; null if there is no route.</summary>
    private static IPAddress? LocalAddressTo(IPAddress remote, int port)
    {
        try
        {
            // Connecting a UDP socket selects the interface and sends nothing.
            using var socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(remote, port);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static string Refusal(RedisAddress redis, string reason) =>
        $"Cannot determine the address to advertise: {reason}. Set it: agentload silo --redis {redis.Host}:{redis.Port} --address IP";
}

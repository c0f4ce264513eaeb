using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using AgentLoad.Silo.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>Connects to the Redis of a cluster and checks that it can be used.</summary>
internal static class RedisConnector
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Opens a connection and writes a test key.</summary>
    /// <exception cref="ClusterException">
    /// Redis does not answer, refuses the login, or takes no data. The message names the remedy.
    /// </exception>
    public static async Task<IConnectionMultiplexer> OpenAsync(ClusterAddress address)
    {
        await CheckTcpAsync(address.Redis).ConfigureAwait(false);
        var options = address.RedisOptions();
        (options.AbortOnConnectFail, options.ConnectRetry, options.ConnectTimeout) = (true, 2, (int)ConnectTimeout.TotalMilliseconds);

        // Reading the persistence configuration is an administrative command.
        options.AllowAdmin = true;
        IConnectionMultiplexer? redis = null;
        try
        {
            redis = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
            await redis
                .GetDatabase()
                .StringSetAsync($"agentload/{address.ClusterId}/touch", 1, TimeSpan.FromMinutes(1))
                .ConfigureAwait(false);
            return redis;
        }
        catch (Exception e) when (RedisErrors.IsRedisFailure(e))
        {
            if (redis is not null)
            {
                await redis.DisposeAsync().ConfigureAwait(false);
            }

            throw new ClusterException(
                $"Redis at {address.Redis}: {Explain(address, e, await PingAsync(address.Redis).ConfigureAwait(false))}",
                e
            );
        }
    }

    /// <summary>Opens a connection, and retries until it succeeds; logs the reason while waiting.</summary>
    /// <exception cref="ClusterException">Redis did not become available within <paramref name="timeout"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    public static async Task<IConnectionMultiplexer> WaitAsync(
        ClusterAddress address,
        TimeSpan timeout,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        for (string? logged = null; ; )
        {
            try
            {
                return await OpenAsync(address).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ClusterException e) when (time.GetElapsedTime(began) < timeout)
            {
                var reason = e.Message.Split(". ")[0].TrimEnd('.');
                if (reason != logged)
                {
                    log.WaitingForRedis(logged = reason, timeout.TotalSeconds);
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CheckTcpAsync(RedisAddress redis)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(redis.Host, redis.Port).WaitAsync(ConnectTimeout).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            throw new ClusterException(
                $"""
                No Redis answers at {redis}{(redis.IsTls ? " (TLS)" : "")}. Start one, for example:
                  redis-server --port {redis.Port} --appendonly yes     (Debian: apt-get install redis-server)
                  docker run -p {redis.Port}:6379 redis:7 redis-server --appendonly yes
                """,
                e
            );
        }
    }

    /// <summary>
    /// Returns what the server answers to a PING, which tells Redis from other servers and a Redis that refuses connections from one that
    /// does not. Empty if it does not answer, null if it does not accept a connection.
    /// </summary>
    private static async Task<string?> PingAsync(RedisAddress redis)
    {
        using var client = new TcpClient();
        var buffer = new byte[256];
        try
        {
            await client.ConnectAsync(redis.Host, redis.Port).WaitAsync(ConnectTimeout).ConfigureAwait(false);
            if (!redis.IsTls)
            {
                await client.GetStream().WriteAsync("PING\r\n"u8.ToArray()).ConfigureAwait(false);
            }

            var read = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            return Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            return "";
        }
    }

    private static string Explain(ClusterAddress address, Exception e, string? answer)
    {
        if (answer is null)
        {
            return "it stopped accepting connections. Try again when Redis is up.";
        }

        var reasons = Reasons(e);
        var isRedis =
            answer.StartsWith("+PONG", StringComparison.Ordinal)
            || (answer.StartsWith("-NOAUTH", StringComparison.Ordinal) && address.Redis.HasPassword);
        var text = $"{string.Join(' ', reasons.Select(r => r.Message))} {(isRedis ? "" : answer)}";
        return reasons.OfType<AuthenticationException>().Any()
            ? "its certificate is not issued by a trusted CA, or is for another name. Name the CA with --redis-ca."
            : RedisErrors.DescribeAtStartup(text)
                ?? (
                    isRedis ? "it was restarting. Try again."
                    : address.Redis.IsTls
                        ? "the server does not speak TLS as Redis does. Without TLS, use redis://. If Redis requires a client certificate, "
                            + "set --tls-cert."
                    : "the server does not answer as Redis does. If it uses TLS, use rediss://."
                );
    }

    private static List<Exception> Reasons(Exception e)
    {
        var reasons = new List<Exception>();
        for (var reason = e; reason is not null; reason = reason.InnerException)
        {
            reasons.Add(reason);
        }

        return reasons;
    }
}

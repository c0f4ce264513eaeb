using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using AgentLoad.Silo.Hosting;
using StackExchange.Redis;

namespace AgentLoad.Silo.Redis;

/// <summary>Connects to the Redis of a cluster, and finds out at once what stands in the way.</summary>
internal static class RedisConnector
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Opens a connection over which data can be written.</summary>
    /// <exception cref="ClusterException">Redis does not answer, does not let us in, or takes no data; the message says what to do.</exception>
    public static async Task<IConnectionMultiplexer> OpenAsync(ClusterAddress address)
    {
        await CheckTcpAsync(address.Redis).ConfigureAwait(false);
        var options = address.RedisOptions();
        (options.AbortOnConnectFail, options.ConnectRetry, options.ConnectTimeout) = (true, 2, (int)Patience.TotalMilliseconds);

        // Asking how Redis keeps its data counts as administration.
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
                $"Redis at {address.Redis}: {Explain(address, e, await ReadBannerAsync(address.Redis).ConfigureAwait(false))}",
                e
            );
        }
    }

    /// <summary>Opens a connection as soon as that can be done, and says meanwhile what stands in the way.</summary>
    /// <returns>Null where <paramref name="stop"/> came first.</returns>
    /// <exception cref="ClusterException">It could not be done for so long as <paramref name="patience"/>.</exception>
    public static async Task<IConnectionMultiplexer?> WaitAsync(
        ClusterAddress address,
        TimeSpan patience,
        TimeProvider time,
        Action<string> say,
        CancellationToken stop
    )
    {
        var began = time.GetTimestamp();
        for (string? said = null; ; )
        {
            try
            {
                return await OpenAsync(address).ConfigureAwait(false);
            }
            catch (ClusterException e) when (time.GetElapsedTime(began) < patience)
            {
                var reason = e.Message.Split(". ")[0].TrimEnd('.');
                if (reason != said)
                {
                    say(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{said = reason}; this silo waits for it, {patience.TotalSeconds:0} s at most."
                        )
                    );
                }
            }

            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private static async Task CheckTcpAsync(RedisAddress redis)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(redis.Host, redis.Port).WaitAsync(Patience).ConfigureAwait(false);
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

    /// <summary>What it says unasked: a Redis says nothing then, but for one that shows the door.</summary>
    private static async Task<string> ReadBannerAsync(RedisAddress redis)
    {
        using var client = new TcpClient();
        var buffer = new byte[256];
        try
        {
            await client.ConnectAsync(redis.Host, redis.Port).WaitAsync(Patience).ConfigureAwait(false);
            var read = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            return Encoding.ASCII.GetString(buffer, 0, read);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException)
        {
            return "";
        }
    }

    private static string Explain(ClusterAddress address, Exception e, string greeting)
    {
        var reasons = Reasons(e);
        var text = $"{string.Join(' ', reasons.Select(r => r.Message))} {greeting}";
        return reasons.OfType<AuthenticationException>().Any()
            ? "its certificate does not come from an authority that is trusted here, or is not for this name: name the authority with --redis-ca."
            : RedisErrors.DescribeAtStartup(text)
                ?? (
                    address.Redis.IsTls
                        ? "something listens there, but does not speak TLS as Redis. Without TLS, write redis://; a Redis that asks for a certificate takes the one of --tls-cert."
                        : "something listens there, but does not answer as Redis. If it speaks TLS, write rediss://."
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
